package dev.livestash;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The package map of the README, executed. */
class PackageMapTest {
  private static final String ROOT = "dev.livestash";

  private static final Map<String, Set<String>> MAY_IMPORT =
      new TreeMap<>(
          Map.of(
              "redis", Set.of("fence", "stash", "token"),
              "jcache", Set.of("fence", "stash", "token"),
              "view", Set.of(),
              "state", Set.of(),
              "token", Set.of(),
              "fence", Set.of(),
              "stash", Set.of("token", "fence"),
              "wire", Set.of(),
              "session", Set.of("view", "state", "token", "fence", "stash", "wire"),
              "undertow", Set.of("session", "wire")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  static Set<String> packages() {
    return MAY_IMPORT.keySet();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageImportsOnlyWhatTheMapAllows(String name) {
    String[] allowed =
        MAY_IMPORT.getOrDefault(name, Set.of()).stream()
            .map(PackageMapTest::full)
            .toArray(String[]::new);
    DescribedPredicate<JavaClass> permitted =
        resideOutsideOfPackage(ROOT + "..")
            .or(resideInAPackage(full(name)))
            .or(resideInAnyPackage(allowed));
    ArchRuleDefinition.classes()
        .that()
        .resideInAPackage(full(name))
        .should()
        .onlyDependOnClassesThat(permitted)
        .check(CLASSES);
  }

  @Test
  void theMapNamesEveryPackage() {
    Set<String> real =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals(ROOT))
            .map(name -> name.substring(ROOT.length() + 1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(real).isEqualTo(MAY_IMPORT.keySet());
  }

  @Test
  void theReadmeShowsThisMap() throws IOException {
    Map<String, Set<String>> shown = new TreeMap<>();
    Matcher row =
        Pattern.compile("^\\| `(\\w+)` \\|[^|]*\\|([^|]*)\\|$", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("../README.md")));
    while (row.find()) {
      shown.put(row.group(1), names(row.group(2)));
    }
    assertThat(shown).isEqualTo(MAY_IMPORT);
  }

  private static Set<String> names(String cell) {
    return Pattern.compile("`(\\w+)`")
        .matcher(cell)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  @Test
  void undertowIsUsedAtTheEdgeOnly() {
    onlyIn("undertow", "io.undertow..", "org.xnio..");
  }

  @Test
  void joseAndCiphersAreUsedInTokenOnly() {
    onlyIn("token", "com.nimbusds..", "javax.crypto..");
  }

  @Test
  void compressionIsUsedInStateOnly() {
    onlyIn("state", "com.github.luben..", "java.util.zip..");
  }

  @Test
  void lettuceIsUsedInRedisOnly() {
    onlyIn("redis", "io.lettuce..", "io.netty..");
  }

  @Test
  void jcacheIsUsedInJcacheOnly() {
    onlyIn("jcache", "javax.cache..");
  }

  private static void onlyIn(String home, String... libraries) {
    noClasses()
        .that()
        .resideOutsideOfPackages(full(home), ROOT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries)
        .check(CLASSES);
  }

  @Test
  void nothingSleepsOrReadsTheClockByItself() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".*")
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .check(CLASSES);
  }

  private static String full(String name) {
    return ROOT + "." + name + "..";
  }
}
