package dev.livestash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The README's example, which is a project in {@code examples/counter}. */
class ReadmeTest {
  private static final Path PROJECT = Path.of("../examples/counter");
  private static final String CODE = "src/main/java/Counter.java";

  @TempDir Path folder;

  /** The first block of a language. */
  private static String block(String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("../README.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  /** A file, without what it has for the project's tests. */
  private static String file(String name) throws IOException {
    return Files.readString(PROJECT.resolve(name))
        .replaceAll("(?s) *<!-- The tests: [^\n]*\n.*?<!-- Up to here -->\n", "");
  }

  @ParameterizedTest
  @CsvSource({"xml, pom.xml", "java, " + CODE, "html, page/index.html"})
  void theBlocksAreTheProjectsFiles(String language, String file) throws IOException {
    assertThat(file(file)).isEqualTo(block(language));
  }

  @Test
  void theProjectTakesThisVersion() throws IOException {
    Matcher version =
        Pattern.compile("<version>(.*?)</version>")
            .matcher(Files.readString(Path.of("../pom.xml")));
    assertThat(version.find()).isTrue();
    assertThat(file("pom.xml"))
        .containsPattern("<artifactId>livestash-server</artifactId>\\s*" + version.group());
  }

  @Test
  void theCodeCompilesAndHasFewLines() throws IOException {
    String code = file(CODE);
    Sources.compile("Counter", code, folder);
    assertThat(code.lines().filter(line -> !line.isBlank()).count()).isLessThanOrEqualTo(32);
  }
}
