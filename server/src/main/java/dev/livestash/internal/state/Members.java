package dev.livestash.internal.state;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What two objects of one class have inside: a record's components, or an object's fields. */
final class Members {
  /** Objects may lead back to each other by fields that JSON does not have. */
  private final Set<Pair> seen = new HashSet<>();

  /** The same member of both objects. */
  record Member(String name, @Nullable Object was, @Nullable Object is) {}

  /** Two objects; the same ones only are equal. */
  private record Pair(Object was, Object is) {
    @Override
    @SuppressWarnings({"ReferenceEquality", "EqualsUsingHashCode"}) // these very objects are meant
    public boolean equals(Object other) {
      return other instanceof Pair pair && pair.was == was && pair.is == is;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(was) ^ System.identityHashCode(is);
    }
  }

  static boolean overridesEquals(Object value) {
    try {
      return value.getClass().getMethod("equals", Object.class).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException("Report this: every class has equals.", impossible);
    }
  }

  /** The members, none if they were asked for before; empty if they cannot be seen. */
  Optional<List<Member>> of(Object was, Object is) {
    Class<?> type = was.getClass();
    if (isOfTheJdk(type)) {
      return Optional.empty();
    }
    if (!seen.add(new Pair(was, is))) {
      return Optional.of(List.of());
    }
    try {
      return Optional.of(type.isRecord() ? components(was, is) : fields(was, is));
    } catch (ReflectiveOperationException | InaccessibleObjectException unseen) {
      return Optional.empty();
    }
  }

  private static boolean isOfTheJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
  }

  private static List<Member> components(Object was, Object is)
      throws ReflectiveOperationException {
    List<Member> members = new ArrayList<>();
    for (RecordComponent component : was.getClass().getRecordComponents()) {
      component.getAccessor().setAccessible(true);
      members.add(
          new Member(
              component.getName(),
              component.getAccessor().invoke(was),
              component.getAccessor().invoke(is)));
    }
    return members;
  }

  private static List<Member> fields(Object was, Object is) throws ReflectiveOperationException {
    List<Member> members = new ArrayList<>();
    for (Class<?> type = was.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
          field.setAccessible(true);
          members.add(new Member(field.getName(), field.get(was), field.get(is)));
        }
      }
    }
    return members;
  }
}
