package dev.livestash.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.keys.KeyRing.SealingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  private static String key(String secret, String more) {
    return "{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + secret + "\"" + more + "}";
  }

  private static String ring(String... keys) {
    return "{\"keys\":[" + String.join(",", keys) + "]}";
  }

  private static String base64(int each, int length) {
    byte[] secret = new byte[length];
    Arrays.fill(secret, (byte) each);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 'x', 255})
  void aKeyOfOneByteIsRefused(int each) {
    assertThatThrownBy(() -> KeyRing.parse(ring(key(base64(each, 32), ""))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Key 1 of the given JWK Set is one byte, 32 times, so that anybody can guess it. Make"
                + " one with KeyTool.");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16, 31, 33, 64})
  void aKeyOfAnotherSizeIsRefused(int bytes) {
    String secret = SECRET.repeat(2).substring(0, (bytes * 8 + 5) / 6);
    assertThatThrownBy(() -> KeyRing.parse(ring(key(secret, ""))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining("c2VjcmV0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"alg\":\"HS256\" | another algorithm",
        "\"alg\":\"HS512\" | another algorithm",
        "\"alg\":\"A128KW\" | another algorithm",
        "\"alg\":\"A256GCM\" | another algorithm",
        "\"alg\":\"c2VjcmV0\" | another algorithm",
        "\"use\":\"sig\" | not for encryption",
        "\"key_ops\":[] | may not seal and open",
        "\"key_ops\":[\"sign\",\"verify\"] | may not seal and open",
        "\"key_ops\":[\"unwrapKey\"] | may not seal and open",
        "\"key_ops\":[\"wrapKey\"] | may not seal and open"
      })
  void aKeyForSomethingElseIsRefused(String member, String why) {
    String other = "{\"kty\":\"oct\",\"kid\":\"b\",\"k\":\"" + SECRET + "\"}";
    assertThatThrownBy(() -> KeyRing.parse(ring(other, key(SECRET, "," + member))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Key 2 of the given JWK Set ")
        .hasMessageContaining(why)
        .hasMessageNotContaining("c2VjcmV0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",\"alg\":\"A256KW\"",
        ",\"use\":\"enc\"",
        ",\"key_ops\":[\"wrapKey\",\"unwrapKey\"]",
        ",\"key_ops\":[\"encrypt\",\"decrypt\"]",
        ",\"alg\":\"A256KW\",\"use\":\"enc\",\"key_ops\":[\"wrapKey\",\"unwrapKey\"]"
      })
  void aKeyForThisIsTaken(String members) {
    assertThat(KeyRing.parse(ring(key(SECRET, members))).kids()).containsExactly("a");
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
