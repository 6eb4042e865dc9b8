package dev.livestash.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
  private static final String SECRET = "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U";

  @TempDir Path folder;

  @Test
  void aMissingKeyFailsTheStartAndSaysWhatToDo() {
    assertThatThrownBy(() -> KeyRing.load(folder.resolve("none.json")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("none.json")
        .hasMessageContaining("KeyTool");
  }

  @Test
  void aDevelopmentKeyIsMadeOnceForItsOwnerOnlyAndSaidLoudlyEachTime() throws IOException {
    Path file = folder.resolve("made/keys.json");
    saysLoudly("Made", file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String made = Files.readString(file);
    saysLoudly("Using", file);
    saysLoudly("Using", file);
    assertThat(Files.readString(file)).isEqualTo(made);
  }

  private static void saysLoudly(String what, Path file) {
    assertThat(logOf(() -> KeyRing.development(file)))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.WARNING);
              assertThat(line.getMessage()).contains("DEVELOPMENT", "KeyRing.load");
              assertThat(line.getParameters()).containsExactly(what, file.toAbsolutePath());
            });
  }

  /** What this thread logs: servers of other tests may still look after their keys. */
  static List<LogRecord> logOf(Runnable task) {
    long own = Thread.currentThread().getId();
    List<LogRecord> records = new CopyOnWriteArrayList<>();
    Handler recorder =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            if (line.getLongThreadID() == own) {
              records.add(line);
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(KeyRing.class.getName());
    logger.addHandler(recorder);
    try {
      task.run();
    } finally {
      logger.removeHandler(recorder);
    }
    return records;
  }

  @Test
  void twoMadeKeysDiffer() {
    SealingKey one = KeyRing.development(folder.resolve("1.json")).newest();
    SealingKey two = KeyRing.development(folder.resolve("2.json")).newest();
    assertThat(one.kid()).isNotEqualTo(two.kid());
    assertThat(one.secret()).isNotEqualTo(two.secret());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"keys\":[]}",
        "not JSON " + SECRET,
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"" + SECRET + "\"}]}",
        "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"short\",\"k\":\"c2hvcnQ\"}]}",
        "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\""
            + SECRET
            + "\"},"
            + "{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\""
            + SECRET
            + "\"}]}"
      })
  void whatIsNoFitKeySetIsRefusedWithoutQuotingIt(String text) {
    assertThatThrownBy(() -> KeyRing.parse(text))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining("c2VjcmV0")
        .hasNoCause();
  }

  @Test
  void aGivenKeySetIsRead() {
    KeyRing ring =
        KeyRing.parse("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + SECRET + "\"}]}");
    assertThat(ring.newest().kid()).isEqualTo("a");
    assertThat(ring.newest().toString()).isEqualTo("SealingKey[a]");
    assertThat(ring.find("b")).isEmpty();
  }
}
