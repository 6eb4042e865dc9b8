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

/** Each station of {@code docs/architecture.md} is there, so that the page cannot rot. */
class ArchitectureDocTest {
  private static final Path PAGE = Path.of("../docs/architecture.md");
  private static final Path JAVA = Path.of("src/main/java/dev/livestash");
  private static final Path SCRIPT = Path.of("../js-client/src");

  /** Such as {@code session.Session#receive}, or {@code fence.FenceEntry#claim} outside. */
  private static final Pattern METHOD = Pattern.compile("`(\\w+)\\.(\\w+)#(\\w+)`");

  /** Such as {@code connect.ts} {@code send}. */
  private static final Pattern FUNCTION = Pattern.compile("`(\\w+\\.ts)` `(\\w+)`");

  private static List<MatchResult> named(Pattern pattern) throws IOException {
    return pattern.matcher(Files.readString(PAGE)).results().toList();
  }

  private static String source(String room, String type) throws IOException {
    Path inside = JAVA.resolve("internal").resolve(room).resolve(type + ".java");
    Path outside = JAVA.resolve(room).resolve(type + ".java");
    return Files.readString(Files.exists(inside) ? inside : outside);
  }

  @Test
  void eachMethodIsThere() throws IOException {
    List<MatchResult> methods = named(METHOD);
    assertThat(methods).hasSizeGreaterThan(30);
    for (MatchResult method : methods) {
      assertThat(source(method.group(1), method.group(2)))
          .as(method.group())
          .containsPattern(
              "\\n  (?:[\\w<>\\[\\]?,.@ ]+ )" + method.group(3) + "\\((?:[^;{]*)\\)[^;{]*[{;]");
    }
  }

  @Test
  void eachFunctionIsThere() throws IOException {
    List<MatchResult> functions = named(FUNCTION);
    assertThat(functions).hasSizeGreaterThan(8);
    for (MatchResult function : functions) {
      String name = function.group(2);
      assertThat(Files.readString(SCRIPT.resolve(function.group(1))))
          .as(function.group())
          .containsPattern(
              "(?:function "
                  + name
                  + "\\b|\\b"
                  + name
                  + "\\(|(?:const|let) "
                  + name
                  + "\\b|\\b"
                  + name
                  + ":)");
    }
  }

  @Test
  void theFloorsAreThere() throws IOException {
    String floors = Files.readString(PAGE).split("## Floors", -1)[1];
    Stream<String> types =
        Pattern.compile("`([A-Z]\\w+)`").matcher(floors).results().map(found -> found.group(1));
    assertThat(types.filter(type -> !type.endsWith("Test")))
        .isNotEmpty()
        .allSatisfy(
            type -> assertThat(JAVA.resolve("internal/session/" + type + ".java")).exists());
  }
}
