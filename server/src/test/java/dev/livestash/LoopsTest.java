package dev.livestash;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * No knots: files and packages that name each other in a circle cannot be understood one by one.
 */
class LoopsTest {
  private static final String ROOT = "dev.livestash";

  /** What two or three files have between them can still be seen at once. */
  private static final int MAX_FILES = 3;

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void noMoreThanThreeFilesNameEachOtherInACircle() {
    assertThat(Loops.of(graph(LoopsTest::file)))
        .filteredOn(loop -> loop.size() > MAX_FILES)
        .filteredOn(loop -> !isOneTypeWithItsImplementations(loop))
        .isEmpty();
  }

  @Test
  void noPackagesNameEachOtherInACircle() {
    assertThat(Loops.of(graph(JavaClass::getPackageName))).isEmpty();
  }

  @Test
  void aLoopIsFound() {
    Map<String, Set<String>> names =
        Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("a", "d"), "d", Set.of());
    assertThat(Loops.of(names)).isEqualTo(List.of(Set.of("a", "b", "c")));
  }

  private static Map<String, Set<String>> graph(Function<JavaClass, String> place) {
    Map<String, Set<String>> names = new TreeMap<>();
    for (JavaClass one : CLASSES) {
      Set<String> named = names.computeIfAbsent(place.apply(one), any -> new TreeSet<>());
      one.getDirectDependenciesFromSelf().stream()
          .map(Dependency::getTargetClass)
          .map(JavaClass::getBaseComponentType)
          .filter(other -> other.getPackageName().startsWith(ROOT))
          .map(place)
          .filter(other -> !other.equals(place.apply(one)))
          .forEach(named::add);
    }
    return names;
  }

  private static String file(JavaClass one) {
    String name = one.getName();
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  /** An interface may name those who implement it, as its factory or because it is sealed. */
  private static boolean isOneTypeWithItsImplementations(Set<String> loop) {
    return loop.stream()
        .anyMatch(
            type ->
                loop.stream()
                    .allMatch(
                        other -> other.equals(type) || CLASSES.get(other).isAssignableTo(type)));
  }
}
