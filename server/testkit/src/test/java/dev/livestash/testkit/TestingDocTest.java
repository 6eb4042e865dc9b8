package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The blocks of {@code docs/testing.md} compile. */
class TestingDocTest {
  /** What a reader has: a view of a cart, and an app. */
  @SuppressWarnings("InlineFormatString") // it is as long as a file
  private static final String AROUND =
      """
      package dev.livestash.testkit;
      import static org.junit.jupiter.api.Assertions.assertEquals;
      import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
      import com.microsoft.playwright.Page;
      import com.microsoft.playwright.options.AriaRole;
      import dev.livestash.testkit.Cart.Item;
      import dev.livestash.view.Arrival;
      import java.nio.file.Path;
      import java.time.Duration;
      import java.util.List;
      import java.util.Locale;
      import java.util.Map;
      import org.junit.jupiter.api.Test;
      import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
      import org.junit.jupiter.api.extension.RegisterExtension;
      import org.junit.jupiter.params.ParameterizedTest;
      import org.junit.jupiter.params.provider.ValueSource;
      class Shop { public static void main(String[] args) {} }
      class Doc { %s
      %s }
      """;

  private static final String APP =
      "static final LiveApp app = LiveApp.of(Shop.class).arguments(\"--port\", \"{port}\");";

  @TempDir Path folder;

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("../../docs/testing.md")))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  static List<String> javaBlocks() throws IOException {
    List<String> blocks = blocks("java");
    assertThat(blocks).hasSizeGreaterThan(8);
    return blocks;
  }

  @ParameterizedTest
  @MethodSource("javaBlocks")
  void theBlocksCompile(String block) {
    compile(block);
  }

  private void compile(String block) {
    String app = block.contains("app.") && !block.contains("LiveApp app") ? APP : "";
    SourceCode.compile(folder, Map.of("Doc", AROUND.formatted(app, block)));
  }

  @Test
  void theDependenciesAreTheExamples() throws IOException {
    String pom = Files.readString(Path.of("../../examples/counter/pom.xml"));
    assertThat(blocks("xml")).singleElement().satisfies(block -> assertThat(pom).contains(block));
  }

  @Test
  void theReadmeLinksIt() throws IOException {
    assertThat(Files.readString(Path.of("../../README.md"))).contains("(docs/testing.md)");
  }
}
