package dev.livestash;

import static com.tngtech.archunit.core.domain.JavaModifier.PRIVATE;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The wall between what an application may touch and what is ours to change. */
class WallTest {
  private static final String INTERNAL = "dev.livestash.internal";
  private static final int MAX_PUBLIC_TYPES = 40;

  private static final List<JavaClass> OUTSIDE =
      classes().stream().filter(one -> !isInternal(one)).toList();

  private static JavaClasses classes() {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.livestash");
  }

  @Test
  void noSignatureOutsideNamesATypeInside() {
    assertThat(OUTSIDE.stream().flatMap(WallTest::signatures).filter(Named::hasInternal)).isEmpty();
  }

  /** Types that applications may touch: those that are public all the way out. */
  @Test
  void thereAreFewPublicTypes() {
    assertThat(OUTSIDE)
        .filteredOn(WallTest::isPublic)
        .filteredOn(one -> one.getEnclosingClass().isEmpty())
        .hasSizeLessThanOrEqualTo(MAX_PUBLIC_TYPES);
  }

  /** A member, and all types that its signature names, type arguments included. */
  private record Named(String member, Set<JavaClass> types) {
    boolean hasInternal() {
      return types.stream().anyMatch(WallTest::isInternal);
    }

    @Override
    public String toString() {
      return member;
    }
  }

  private static Stream<Named> signatures(JavaClass one) {
    Stream<Named> code =
        one.getCodeUnits().stream().filter(WallTest::isVisible).map(WallTest::signature);
    Stream<Named> fields =
        one.getFields().stream()
            .filter(field -> field.getModifiers().contains(JavaModifier.PUBLIC))
            .map(WallTest::signature);
    return Stream.concat(Stream.concat(code, fields), Stream.of(signatureOf(one)));
  }

  private static boolean isVisible(JavaCodeUnit unit) {
    return !unit.getModifiers().contains(PRIVATE)
        && !unit.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static Named signature(JavaCodeUnit unit) {
    Stream<JavaType> types =
        Stream.concat(unit.getParameterTypes().stream(), Stream.of(unit.getReturnType()));
    return new Named(unit.getFullName(), rawTypes(types));
  }

  private static Named signature(JavaField field) {
    return new Named(field.getFullName(), rawTypes(Stream.of(field.getType())));
  }

  private static Named signatureOf(JavaClass one) {
    Stream<JavaType> above =
        Stream.concat(one.getInterfaces().stream(), one.getSuperclass().stream());
    return new Named(one.getFullName(), rawTypes(above));
  }

  private static Set<JavaClass> rawTypes(Stream<JavaType> types) {
    return types
        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
        .collect(java.util.stream.Collectors.toSet());
  }

  private static boolean isInternal(JavaClass one) {
    return one.getBaseComponentType().getPackageName().startsWith(INTERNAL);
  }

  private static boolean isPublic(JavaClass one) {
    return one.getModifiers().contains(JavaModifier.PUBLIC);
  }
}
