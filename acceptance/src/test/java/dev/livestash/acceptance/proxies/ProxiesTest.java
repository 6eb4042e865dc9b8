package dev.livestash.acceptance.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is documented of proxies is what {@code ./dev proxies} runs. */
class ProxiesTest {
  private static final Path DOCS = Path.of("../docs");

  @TempDir Path folder;

  private static String section() throws IOException {
    return Files.readString(DOCS.resolve("operations.md"))
        .split("\n## Proxies\n", 2)[1]
        .split("\n## ", 2)[0];
  }

  private Setup setup() {
    Certificate certificate = new Certificate(folder.resolve("a.pem"), folder.resolve("a.key"));
    return new Setup(folder, 4430, 2019, List.of(8081, 8082), certificate);
  }

  @Test
  void eachDocumentedFileIsRun() throws IOException {
    try (Stream<Path> files = Files.list(DOCS.resolve("proxies"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              ProxyKind.all().stream().map(ProxyKind::file).toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFileIsRunAsItIsButForAddressesAndFiles(ProxyKind kind) throws IOException {
    List<String> documented = Setup.documented(kind).lines().toList();
    List<String> run = Files.readAllLines(setup().write(kind, true));
    assertThat(run).hasSameSizeAs(documented);
    for (int i = 0; i < run.size(); i++) {
      String back =
          run.get(i)
              .replace("127.0.0.1:8081", "10.0.0.11:8080")
              .replace("127.0.0.1:8082", "10.0.0.12:8080")
              .replace(folder + "/a.", "/etc/ssl/app.example.")
              .replace("4430", "443");
      assertThat(back).isEqualTo(documented.get(i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void itsDirectivesAreExplained(ProxyKind kind) throws IOException {
    String section = section();
    assertThat(section).contains("(proxies/" + kind.file() + ")");
    String code =
        section.lines().filter(line -> line.contains("`")).collect(Collectors.joining("\n"));
    assertThat(Setup.documented(kind).lines().flatMap(ProxiesTest::directives))
        .hasSizeGreaterThan(5)
        .allSatisfy(directive -> assertThat(code).containsPattern("`[^`]*" + directive + "\\b"));
  }

  /** What every file of its kind has. */
  private static final Set<String> GIVEN =
      Set.of("server", "server_name", "default", "defaults", "mode", "frontend", "ServerName");

  private static Stream<String> directives(String line) {
    String[] words = line.strip().split("[ ={]+", -1);
    boolean isNone = !words[0].matches("[A-Za-z_-]+") || GIVEN.contains(words[0]);
    return isNone ? Stream.empty() : Stream.of(words[0]);
  }

  @ParameterizedTest
  @EnumSource
  void whatMakesDeploysFastIsInTheFileAndExplained(ProxyKind kind) throws IOException {
    String fast =
        section().lines().filter(line -> line.startsWith("| fast deploys")).findFirst().orElse("");
    assertThat(kind.remedies()).isNotEmpty();
    for (String remedy : kind.remedies()) {
      assertThat(Setup.documented(kind)).contains(remedy);
      assertThat(fast).contains(remedy.strip());
    }
  }
}
