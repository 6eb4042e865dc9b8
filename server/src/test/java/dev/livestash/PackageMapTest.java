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

  /** Each package, below the root, and what of ours it imports. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      new TreeMap<>(
          Map.ofEntries(
              entry("view"),
              entry("settings", "internal.zstd"),
              entry("report", "view"),
              entry("keys", "internal.jwk"),
              entry("fence", "settings", "internal.async", "internal.memory"),
              entry("stash", "fence", "internal.memory"),
              entry("bus"),
              entry("redis", "bus", "fence", "stash", "internal.async"),
              entry("jcache", "fence", "stash", "internal.async"),
              entry("micrometer", "report", "view"),
              entry(
                  "internal.assembly",
                  "bus",
                  "fence",
                  "keys",
                  "report",
                  "settings",
                  "stash",
                  "view",
                  "internal.admission",
                  "internal.groups",
                  "internal.memory",
                  "internal.pack",
                  "internal.session",
                  "internal.snapshot",
                  "internal.stores",
                  "internal.token",
                  "internal.undertow"),
              entry(
                  "internal.undertow",
                  "settings",
                  "internal.admission",
                  "internal.memory",
                  "internal.session",
                  "internal.wire"),
              entry("internal.admission", "settings", "internal.memory"),
              entry(
                  "internal.session",
                  "fence",
                  "keys",
                  "report",
                  "settings",
                  "stash",
                  "view",
                  "internal.groups",
                  "internal.memory",
                  "internal.render",
                  "internal.snapshot",
                  "internal.state",
                  "internal.stores",
                  "internal.token",
                  "internal.wire"),
              entry(
                  "internal.snapshot",
                  "fence",
                  "report",
                  "settings",
                  "view",
                  "internal.pack",
                  "internal.state",
                  "internal.stores",
                  "internal.token"),
              entry("internal.groups", "bus", "settings", "internal.memory"),
              entry("internal.stores", "fence", "settings", "stash", "internal.async"),
              entry("internal.state", "internal.pack"),
              entry("internal.render", "internal.pack", "internal.state"),
              entry("internal.pack", "settings"),
              entry("internal.token", "fence", "keys", "report"),
              entry(
                  "internal.inspect",
                  "keys",
                  "settings",
                  "internal.pack",
                  "internal.state",
                  "internal.token"),
              entry("internal.wire"),
              entry("internal.jwk"),
              entry("internal.zstd"),
              entry("internal.memory", "settings"),
              entry("internal.async")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  private static Map.Entry<String, Set<String>> entry(String name, String... imports) {
    return Map.entry(name, Set.of(imports));
  }

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
        Pattern.compile("^\\| `([\\w.]+)` \\|[^|]*\\|([^|]*)\\|$", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("../README.md")));
    while (row.find()) {
      shown.put(row.group(1), names(row.group(2)));
    }
    assertThat(shown).isEqualTo(MAY_IMPORT);
  }

  private static Set<String> names(String cell) {
    return Pattern.compile("`([\\w.]+)`")
        .matcher(cell)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  @Test
  void undertowIsUsedAtTheEdgeOnly() {
    // An application gives its Undertow our handlers, and our builder its exchanges.
    onlyIn(
        Set.of(ROOT, full("internal.undertow"), full("internal.assembly")),
        "io.undertow..",
        "org.xnio..");
  }

  @Test
  void joseAndCiphersAreUsedInTokensAndKeysOnly() {
    onlyIn(Set.of(full("internal.token"), full("internal.jwk")), "com.nimbusds..");
    onlyIn(Set.of(full("internal.token"), full("internal.jwk"), full("keys")), "javax.crypto..");
  }

  @Test
  void compressionIsUsedInPackingOnly() {
    onlyIn(
        Set.of(full("internal.pack"), full("internal.zstd")),
        "com.github.luben..",
        "java.util.zip..");
  }

  @Test
  void caffeineIsUsedInMemoryOnly() {
    onlyIn(Set.of(full("internal.memory")), "com.github.benmanes..");
    onlyIn(Set.of(full("micrometer")), "io.micrometer..");
  }

  @Test
  void lettuceIsUsedInRedisOnly() {
    onlyIn(Set.of(full("redis")), "io.lettuce..", "io.netty..");
  }

  @Test
  void jcacheIsUsedInJcacheOnly() {
    onlyIn(Set.of(full("jcache")), "javax.cache..");
  }

  private static void onlyIn(Set<String> homes, String... libraries) {
    noClasses()
        .that()
        .resideOutsideOfPackages(homes.toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries)
        .check(CLASSES);
  }

  @Test
  void nothingSleepsOrReadsTheClockByItself() {
    noClasses()
        .that()
        // A program of its own asks the time at its start.
        .resideOutsideOfPackages(ROOT, full("internal.assembly"), full("internal.inspect"))
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
    return ROOT + "." + name;
  }
}
