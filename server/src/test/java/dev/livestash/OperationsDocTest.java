package dev.livestash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.GoldenTokens.Golden;
import dev.livestash.internal.inspect.Inspect;
import dev.livestash.internal.jwk.KeyFile;
import dev.livestash.keys.KeyRing;
import dev.livestash.keys.KeyTool;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Quotas;
import dev.livestash.settings.Times;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what {@code docs/operations.md} says about keys and releases. */
class OperationsDocTest {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @TempDir Path folder;

  private static String section(String heading) throws IOException {
    return Files.readString(Path.of("../docs/operations.md"))
        .split("\n## " + Pattern.quote(heading) + "\n", 2)[1]
        .split("\n## ", 2)[0];
  }

  /** The blocks of one language below a heading, without the indent of a list. */
  private static List<String> blocks(String heading, String language) throws IOException {
    return Pattern.compile(
            "^ *```" + language + "\n(.*?)^ *```$", Pattern.DOTALL | Pattern.MULTILINE)
        .matcher(section(heading))
        .results()
        .map((MatchResult block) -> block.group(1).stripIndent())
        .toList();
  }

  @Test
  void everySettingIsNamed() throws IOException {
    String document = Files.readString(Path.of("../docs/operations.md"));
    assertThat(Stream.of(Times.class, Limits.class, Quotas.class))
        .flatExtracting(type -> List.of(type.getMethods()))
        .extracting(Method::getName)
        .filteredOn(name -> name.startsWith("with"))
        .map(name -> name.substring("with".length()))
        .allSatisfy(
            name ->
                assertThat(document)
                    .containsAnyOf(
                        "`with" + name,
                        "`"
                            + name.substring(0, 1).toLowerCase(Locale.ROOT)
                            + name.substring(1)
                            + "`"));
  }

  @Test
  void theCommandsOfAKeyRotationRotateTheKey() throws Exception {
    List<String> steps = blocks("Key rotation", "sh");
    assertThat(steps).hasSize(4);
    putDev("key", KeyTool.class);
    Path keys = folder.resolve("keys.json");
    run(steps.get(0));
    List<String> first = KeyRing.load(keys).kids();
    assertThat(first).hasSize(1);
    run(steps.get(1));
    List<String> added = KeyRing.load(keys).kids();
    assertThat(added).hasSize(2).startsWith(first.get(0));
    run("! ./dev key retire keys.json " + first.get(0));
    String promote = steps.get(2).replace("NEW", added.get(1));
    run(promote);
    run(promote);
    assertThat(KeyRing.load(keys).kids()).containsExactly(added.get(1), added.get(0));
    assertThat(run(steps.get(3).replace("OLD", added.get(0)))).endsWith(added.get(1) + " seals\n");
    assertThat(KeyRing.load(keys).kids()).containsExactly(added.get(1));
  }

  /** The script's own, without building what is built. */
  private void putDev(String command, Class<?> main) throws IOException {
    Path dev = folder.resolve("dev");
    Files.writeString(
        dev,
        "#!/usr/bin/env bash\nset -eu\n[ \"$1\" = "
            + command
            + " ]\nshift\nexec java -XX:TieredStopAtLevel=1 -cp '"
            + CLASS_PATH
            + "' "
            + main.getName()
            + " \"$@\"\n");
    assertThat(dev.toFile().setExecutable(true)).isTrue();
  }

  private String run(String commands) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(out).isZero();
    return out;
  }

  @Test
  void theCommandsThatLookIntoATokenShowItsState() throws Exception {
    GoldenTokens frozen = GoldenTokens.all().get(0);
    Golden token =
        frozen.tokens().stream().filter(one -> one.patch().isPresent()).findFirst().orElseThrow();
    KeyFile.create(folder.resolve("keys.json"));
    Files.writeString(folder.resolve("keys.json"), frozen.keys().toString());
    Files.writeString(folder.resolve("base.txt"), token.token());
    Files.writeString(folder.resolve("patch.txt"), token.patch().orElseThrow());
    putDev("inspect", Inspect.class);
    String shown = run(blocks("Looking into a token", "sh").get(0));
    String newest = shown.substring(shown.lastIndexOf("\n{\n"));
    assertThat(GoldenTokens.JSON.readTree(newest)).isEqualTo(token.state());
  }

  @Test
  void theReasonsWhyATokenIsNotOpenedAreThoseOfTheCode() throws IOException {
    String code =
        Files.readString(Path.of("src/main/java/dev/livestash/internal/inspect/Inspection.java"));
    Set<String> words = new TreeSet<>();
    Pattern.compile("[A-Z]\\(\"([a-z-]+)\"\\)")
        .matcher(code)
        .results()
        .forEach(one -> words.add(one.group(1)));
    Set<String> told = new TreeSet<>();
    section("Looking into a token")
        .lines()
        .filter(line -> line.startsWith("| `") && !line.contains("not opened"))
        .flatMap(line -> Pattern.compile("`([a-z-]+)`").matcher(line.split("\\|", -1)[1]).results())
        .forEach(one -> told.add(one.group(1)));
    assertThat(told).isEqualTo(words).isNotEmpty();
  }

  @Test
  void theMethodsOfAReleaseCompile() throws Exception {
    String methods =
        blocks("Releases and schema changes", "java").stream().collect(Collectors.joining("\n"));
    assertThat(methods).contains("migrations", "salvage");
    String view =
        """
        import dev.livestash.view.*;
        import java.util.Optional;
        import tools.jackson.databind.node.ObjectNode;
        abstract class Example implements View<Example.State> {
          record State(int count, String note) {}
        """
            + methods
            + "}\n";
    Sources.compile("Example", view, folder);
  }

  /**
   * A line of the log is written by the code as the table has it, but for what stands in its gaps.
   */
  @Test
  void theLinesOfTheLogAreThoseOfTheCode() throws IOException {
    String code = literals();
    List<String[]> rows =
        section("The log")
            .lines()
            .filter(line -> line.matches("\\| (ERROR|WARNING|INFO|DEBUG) .*"))
            .map(line -> line.split(" \\| ", -1))
            .toList();
    assertThat(rows).hasSizeGreaterThan(20);
    for (String[] row : rows) {
      for (String fixed : row[1].replaceAll("`(, `)?", "…").split("…", -1)) {
        assertThat(code.contains(fixed)).as(fixed).isTrue();
      }
    }
  }

  /** All string literals, with those joined that are added to each other, and gaps taken out. */
  private static String literals() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
      return all.toString().replaceAll("\"\\s*\\+\\s*\"", "");
    }
  }
}
