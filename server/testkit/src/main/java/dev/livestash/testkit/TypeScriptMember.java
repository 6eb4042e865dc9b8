package dev.livestash.testkit;

import java.io.Serial;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.ser.BeanPropertyWriter;

/** What a member may have in place of its value: {@code null}, or nothing at all. */
final class TypeScriptMember {
  private static final Set<Class<?>> OPTIONALS =
      Set.of(OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  private TypeScriptMember() {}

  /** What a writer leaves out; it tells its heirs alone. */
  private static final class Heir extends BeanPropertyWriter {
    @Serial private static final long serialVersionUID = 1;

    Heir(BeanPropertyWriter writer) {
      super(writer);
    }

    private boolean leavesOutNull() {
      return _suppressNulls && !getType().isPrimitive();
    }

    @SuppressWarnings("ReferenceEquality") // a marker is one object
    private boolean leavesOutEmpty() {
      return _suppressableValue == MARKER_FOR_EMPTY
          || getType().getRawClass().isInstance(_suppressableValue);
    }

    private boolean leavesOut() {
      return leavesOutNull() || _suppressableValue != null;
    }
  }

  /** Whether Jackson may leave it out: as {@code @JsonInclude} says, or the mapper. */
  static boolean mayBeMissing(BeanProperty property) {
    return property instanceof BeanPropertyWriter writer && new Heir(writer).leavesOut();
  }

  /** Whether Jackson may write {@code null}, as far as the types say. */
  static boolean mayBeNull(BeanProperty property) {
    boolean isEmpty = isOptional(property.getType());
    boolean isNull =
        declared(property.getMember()).filter(TypeScriptMember::isNullable).isPresent()
            || isNullable(property.getMember());
    if (property instanceof BeanPropertyWriter writer) {
      Heir heir = new Heir(writer);
      isEmpty &= !heir.leavesOutEmpty();
      isNull &= !heir.leavesOutNull();
    }
    return isEmpty || isNull;
  }

  /** Whether an element of an array or a map may be {@code null}. */
  static boolean mayBeNull(JavaType element, Optional<AnnotatedType> declared) {
    return isOptional(element) || declared.filter(TypeScriptMember::isNullable).isPresent();
  }

  private static boolean isOptional(JavaType type) {
    return type.isReferenceType() || OPTIONALS.contains(type.getRawClass());
  }

  private static boolean isNullable(@Nullable AnnotatedMember member) {
    return member != null
        && member
            .annotations()
            .anyMatch(one -> one.annotationType().getSimpleName().equals("Nullable"));
  }

  static boolean isNullable(AnnotatedElement element) {
    return Stream.of(element.getAnnotations())
        .anyMatch(one -> one.annotationType().getSimpleName().equals("Nullable"));
  }

  // --- types as they are declared

  static Optional<AnnotatedType> declared(@Nullable AnnotatedMember member) {
    if (member instanceof AnnotatedParameter parameter
        && parameter.getOwner().getAnnotated() instanceof Executable executable) {
      return Optional.of(executable.getAnnotatedParameterTypes()[parameter.getIndex()]);
    }
    AnnotatedElement of = member == null ? null : member.getAnnotated();
    if (of instanceof Method method) {
      return Optional.of(
          method.getParameterCount() == 1
              ? method.getAnnotatedParameterTypes()[0]
              : method.getAnnotatedReturnType());
    }
    return of instanceof Field field ? Optional.of(field.getAnnotatedType()) : Optional.empty();
  }

  /** What an array, a list, a map or an {@code Optional} has in it. */
  static Optional<AnnotatedType> content(Optional<AnnotatedType> declared) {
    AnnotatedType of = declared.orElse(null);
    if (of instanceof AnnotatedArrayType array) {
      return Optional.of(array.getAnnotatedGenericComponentType());
    }
    if (of instanceof AnnotatedParameterizedType generic) {
      AnnotatedType[] all = generic.getAnnotatedActualTypeArguments();
      return Optional.of(all[all.length - 1]);
    }
    return Optional.empty();
  }
}
