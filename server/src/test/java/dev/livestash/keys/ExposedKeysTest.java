package dev.livestash.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key file that others than its owner may read. */
class ExposedKeysTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void make() {
    file = folder.resolve("keys.json");
    KeyRing.development(file);
  }

  private void mode(String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------", "rwx------", "rwx--x--x"})
  void whatOnlyItsOwnerReadsIsLoaded(String mode) throws IOException {
    mode(mode);
    assertThat(KeyRing.load(file).kids()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw-r--r--"})
  void whatOthersMayReadOrWriteIsRefusedInProductionAndSaidInDevelopment(String mode)
      throws IOException {
    mode(mode);
    String sentence = "Run: chmod 600 " + file;
    assertThatThrownBy(() -> KeyRing.load(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(sentence);
    assertThat(KeyRingTest.logOf(() -> KeyRing.development(file)))
        .extracting(LogRecord::getMessage)
        .anyMatch(line -> line.contains(sentence));
  }

  @Test
  void soIsOneThatIsReadAgain() throws IOException {
    KeyRing ring = KeyRing.load(file);
    mode("rw-r--r--");
    assertThat(ring.reload()).isEqualTo(KeyRing.Reload.FAILED);
    mode("rw-------");
    assertThat(ring.reload()).isEqualTo(KeyRing.Reload.UNCHANGED);
  }

  /** A file system without POSIX permissions, as Windows has. */
  @Test
  void whereTheSystemDoesNotSayWhoMayReadTheLogSaysThat() throws IOException {
    try (FileSystem zip =
        FileSystems.newFileSystem(folder.resolve("keys.zip"), Map.of("create", "true"))) {
      Path inside = Files.copy(file, zip.getPath("/keys.json"));
      assertThat(KeyRingTest.logOf(() -> KeyRing.load(inside)))
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.getLevel()).isEqualTo(Level.WARNING);
                assertThat(line.getMessage()).contains("cannot be checked here");
              });
    }
  }

  /** As where an orchestrator owns the file and lets the process read it by its group. */
  @Test
  void theGroupOfAnotherOwnerMayRead() throws IOException {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    Files.setOwner(
        file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    mode("rw-r-----");
    assertThat(KeyRing.load(file).kids()).hasSize(1);
    KeyTool.run(List.of("add", file.toString()));
    assertThat(KeyRing.load(file).kids()).hasSize(2);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    mode("rw-rw----");
    assertThatThrownBy(() -> KeyRing.load(file)).hasMessageContaining("chmod 600");
  }
}
