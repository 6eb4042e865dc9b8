package dev.livestash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/security.md}: no row without its test. */
class SecurityDocTest {
  private static final Path DOCUMENT = Path.of("../docs/security.md");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern REFERENCE = Pattern.compile("`(\\w+Test)#(\\w+)`");
  private static final int LEAST_ROWS = 48;

  /** The rows of its tables, but for their heads. */
  static List<String> rows() throws IOException {
    return Files.readString(DOCUMENT)
        .lines()
        .filter(line -> line.startsWith("| "))
        .filter(line -> !line.endsWith("| shown by |"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachRowNamesTestsThatAreThere(String row) throws IOException {
    String[] cells = row.split("(?<!\\\\)\\|", -1);
    List<MatchResult> tests = REFERENCE.matcher(cells[cells.length - 2]).results().toList();
    assertThat(tests).isNotEmpty();
    for (MatchResult test : tests) {
      assertThat(source(test.group(1)))
          .as(test.group())
          .containsPattern(
              "(?s)@(Test|ParameterizedTest)\\b((?!\n\n).)*?\n  void " + test.group(2) + "\\(");
    }
  }

  private static String source(String name) throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      List<Path> found = files.filter(file -> file.endsWith(name + ".java")).toList();
      assertThat(found).as(name).hasSize(1);
      return Files.readString(found.get(0));
    }
  }

  @Test
  void thereAreAsManyRowsAsThereWere() throws IOException {
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(LEAST_ROWS);
    assertThat(Files.readString(DOCUMENT).split("\\| shown by \\|", -1)).hasSize(7);
  }

  /** The list is the enforcer's: a build with one of these stops. */
  @Test
  void theBuildRefusesWhatItMust() throws IOException {
    String pom = Files.readString(Path.of("../pom.xml"));
    assertThat(pom)
        .contains(
            "<bannedDependencies>",
            "<exclude>io.netty:*:(,4.2.17.Final)</exclude>",
            "<exclude>io.undertow:undertow-core:(,2.3.25.Final),[2.4.0.Alpha1,2.4.0.Final)</exclude>")
        .containsPattern("<undertow.version>2\\.4\\.[0-9]+\\.Final</undertow.version>")
        .containsPattern("<netty.version>4\\.2\\.(1[7-9]|[2-9]\\d)\\.Final</netty.version>");
  }
}
