package dev.livestash.internal.state;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

  // --- classes

  static boolean overridesEquals(Object value) {
    try {
      return value.getClass().getMethod("equals", Object.class).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException("Report this: every class has equals.", impossible);
    }
  }

  /** Whether two places that have this object would notice if each had one of its own. */
  static boolean hasIdentity(Object value) {
    Class<?> type = value.getClass();
    return !isOfTheJdk(type)
        && !type.isArray()
        && !type.isRecord()
        && !(value instanceof Enum)
        && !overridesEquals(value);
  }

  static boolean isOfTheJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
  }

  /**
   * The application's class of a container that has its elements from a class of the JDK, like
   * {@code ArrayList}, so that what the class has is something else; null for any other container.
   * One with elements in fields of its own is as good as its elements are.
   */
  static @Nullable Class<?> extension(Object container) {
    Class<?> own = container.getClass();
    while (own.isAnonymousClass() && addsNothing(own)) {
      own = own.getSuperclass(); // made for the block that fills it
    }
    Class<?> jdk = own;
    while (!isOfTheJdk(jdk)) {
      jdk = jdk.getSuperclass();
    }
    return own == jdk || jdk == Object.class || Modifier.isAbstract(jdk.getModifiers())
        ? null
        : own;
  }

  private static boolean addsNothing(Class<?> type) {
    return Stream.of(type.getDeclaredMethods()).allMatch(Method::isSynthetic)
        && Stream.of(type.getDeclaredFields())
            .allMatch(field -> field.isSynthetic() || Modifier.isStatic(field.getModifiers()));
  }

  // --- what is inside

  /** The members, none if they were asked for before; empty if they cannot be seen. */
  Optional<List<Member>> of(Object was, Object is) {
    Class<?> type = was.getClass();
    return isOfTheJdk(type)
        ? Optional.empty()
        : once(was, is, () -> type.isRecord() ? components(was, is) : fields(was, is));
  }

  /**
   * What two objects have that say they are equal, or contain the same: the fields of the
   * application's classes, but for transient ones. None if they were asked for before, or cannot be
   * seen.
   */
  List<Member> besides(Object was, Object is) {
    return once(was, is, () -> ownFields(was, is)).orElse(List.of());
  }

  /** Reads members by reflection. */
  private interface Reading {
    List<Member> read() throws ReflectiveOperationException;
  }

  private Optional<List<Member>> once(Object was, Object is, Reading reading) {
    if (!seen.add(new Pair(was, is))) {
      return Optional.of(List.of());
    }
    try {
      return Optional.of(reading.read());
    } catch (ReflectiveOperationException | InaccessibleObjectException unseen) {
      return Optional.empty();
    }
  }

  /** The components' own fields: what an accessor says may be something else. */
  private static List<Member> components(Object was, Object is)
      throws ReflectiveOperationException {
    List<Member> members = new ArrayList<>();
    for (RecordComponent component : was.getClass().getRecordComponents()) {
      Field field = was.getClass().getDeclaredField(component.getName());
      members.add(field.trySetAccessible() ? member(field, was, is) : accessed(component, was, is));
    }
    return members;
  }

  /** For a record of a module that shows nothing more. */
  private static Member accessed(RecordComponent component, Object was, Object is)
      throws ReflectiveOperationException {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    return new Member(component.getName(), accessor.invoke(was), accessor.invoke(is));
  }

  private static List<Member> fields(Object was, Object is) throws ReflectiveOperationException {
    List<Member> members = new ArrayList<>();
    for (Class<?> type = was.getClass(); type != Object.class; type = type.getSuperclass()) {
      addFields(members, type, 0, was, is);
    }
    return members;
  }

  private static List<Member> ownFields(Object was, Object is) throws ReflectiveOperationException {
    List<Member> members = new ArrayList<>();
    for (Class<?> type = was.getClass(); !isOfTheJdk(type); type = type.getSuperclass()) {
      addFields(members, type, Modifier.TRANSIENT, was, is);
    }
    return members;
  }

  private static void addFields(
      List<Member> members, Class<?> type, int without, Object was, Object is)
      throws ReflectiveOperationException {
    for (Field field : type.getDeclaredFields()) {
      if ((field.getModifiers() & (Modifier.STATIC | without)) == 0 && !field.isSynthetic()) {
        field.setAccessible(true);
        members.add(member(field, was, is));
      }
    }
  }

  private static Member member(Field field, Object was, Object is)
      throws ReflectiveOperationException {
    return new Member(field.getName(), field.get(was), field.get(is));
  }
}
