package dev.livestash.testkit;

import java.lang.reflect.AnnotatedType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedMember;

/**
 * Where a type is met.
 *
 * @param declared as it is written there, with its annotations
 * @param member the member that it is the type of, or that holds it, as in a list
 */
record TypeScriptPlace(Optional<AnnotatedType> declared, Optional<AnnotatedMember> member) {
  static final TypeScriptPlace NONE = new TypeScriptPlace(Optional.empty(), Optional.empty());

  static TypeScriptPlace of(@Nullable AnnotatedMember member) {
    return new TypeScriptPlace(TypeScriptMember.declared(member), Optional.ofNullable(member));
  }

  /** That of what an array, a list, a map or an {@code Optional} has in it. */
  TypeScriptPlace content() {
    return new TypeScriptPlace(TypeScriptMember.content(declared), member);
  }

  boolean isNullable() {
    return declared.filter(TypeScriptMember::isNullable).isPresent();
  }

  /** Whether an element of this type, of an array or a map, may be {@code null} here. */
  boolean mayBeNull(JavaType element) {
    return TypeScriptMember.mayBeNull(element, declared);
  }
}
