package dev.livestash.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a disk that is full leaves of a key file. */
class KeyFileTest {
  /**
   * No file may have a byte: as on a disk that is full, the file can be made, and not be written.
   */
  private static final String FULL_DISK = "ulimit -f 0; ";

  @TempDir Path folder;

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** What the key command says, and its exit code in front. */
  private String keyTool(String before, String arguments) throws Exception {
    String java = ProcessHandle.current().info().command().orElse("java");
    Process shell =
        new ProcessBuilder(
                "bash",
                "-c",
                before
                    + "exec '"
                    + java
                    + "' -XX:-UsePerfData -XX:TieredStopAtLevel=1 -cp '"
                    + System.getProperty("java.class.path")
                    + "' "
                    + KeyTool.class.getName()
                    + " "
                    + arguments)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return shell.waitFor() + " " + said;
  }

  @Test
  void nothingIsLeftWhereThereIsNoRoomForAKey() throws Exception {
    assertThat(keyTool(FULL_DISK, "keys.json"))
        .startsWith("1 Cannot write a key file at keys.json")
        .contains("a disk that is not full");
    assertThat(files()).isEmpty();
    assertThat(keyTool("", "keys.json")).startsWith("0 Made a key");
    assertThat(files()).containsExactly("keys.json");
    assertThat(KeyRing.load(folder.resolve("keys.json")).kids()).hasSize(1);
  }

  @Test
  void aChangeThatThereIsNoRoomForLeavesTheFileAsItWas() throws Exception {
    keyTool("", "keys.json");
    String before = Files.readString(folder.resolve("keys.json"));
    assertThat(keyTool(FULL_DISK, "add keys.json")).startsWith("1 Cannot replace keys.json");
    assertThat(Files.readString(folder.resolve("keys.json"))).isEqualTo(before);
    assertThat(files()).containsExactly("keys.json");
  }

  private Path empty() throws IOException {
    return Files.createFile(folder.resolve("keys.json"));
  }

  @Test
  void anEmptyFileStopsTheStartInProductionAndSaysWhatToDo() throws IOException {
    Path file = empty();
    assertThatThrownBy(() -> KeyRing.load(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is empty")
        .hasMessageContaining("Restore it")
        .hasMessageContaining("KeyTool");
    assertThat(file).isEmptyFile();
  }

  @Test
  void anEmptyFileOfADevelopmentKeyIsMadeAnewAndSaidLoudly() throws IOException {
    Path file = empty();
    List<LogRecord> log = KeyRingTest.logOf(() -> KeyRing.development(file));
    assertThat(log).singleElement().extracting(LogRecord::getMessage).asString().contains("***");
    String made = Files.readString(file);
    assertThat(KeyRing.load(file).kids()).hasSize(1);
    assertThat(KeyRingTest.logOf(() -> KeyRing.development(file)))
        .singleElement()
        .extracting(LogRecord::getMessage)
        .asString()
        .contains("DEVELOPMENT");
    assertThat(Files.readString(file)).isEqualTo(made);
    assertThat(files()).containsExactly("keys.json");
  }

  @Test
  void theKeyCommandFillsAnEmptyFileAndNoOther() throws IOException {
    Path file = empty();
    assertThat(KeyTool.run(List.of(file.toString()))).startsWith("Made a key");
    assertThatThrownBy(() -> KeyTool.run(List.of(file.toString())))
        .hasMessageContaining("exists already");
  }

  @Test
  void halfAFileIsRefusedWithoutQuotingIt() throws IOException {
    Path file = folder.resolve("keys.json");
    KeyRing.development(file);
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.length() / 2));
    for (boolean development : new boolean[] {true, false}) {
      assertThatThrownBy(() -> ring(file, development))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("keys.json is not a JWK Set")
          .hasNoCause();
    }
  }

  private static KeyRing ring(Path file, boolean development) {
    return development ? KeyRing.development(file) : KeyRing.load(file);
  }
}
