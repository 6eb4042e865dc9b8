package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.keys.KeyRing;
import dev.livestash.view.ViewHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** In production, neither a state nor a token nor a key nor a binding is in the log. */
class SecretLogTest {
  private static final String SECRET = "the-text-of-a-state";

  @TempDir Path folder;

  /** A view that fails in each way, with its state in each message. */
  private static final class Failing extends Counter {
    @Override
    public void handlers(ViewHandlers<State> on) {
      super.handlers(on);
      on.on(
          "fail",
          (state, event) -> {
            throw new IllegalStateException("failed");
          });
    }
  }

  private TestServer server(KeyRing keys, String user) {
    return new TestServer(keys, builder -> builder.binding(exchange -> user))
        .mount("counter", new Failing());
  }

  @Test
  void nothingOfAStateIsSaidWhateverHappensToIt() throws Exception {
    Path file = folder.resolve("keys.json");
    KeyRing.development(file);
    KeyRing keys = KeyRing.load(file);
    String secretKey = Files.readString(file).replaceFirst("(?s).*\"k\":\"([^\"]+)\".*", "$1");
    assertThat(secretKey).hasSize(43);
    try (Logs logs = new Logs(Level.ALL)) {
      JsonNode keep = lived(keys);
      for (String user : List.of("alice-session-id", "bob-session-id")) {
        comesBack(keys, user, keep);
      }
      assertThat(logs.lines()).isNotEmpty();
      assertThat(String.join("\n", logs.lines()))
          .contains("rejected")
          .doesNotContain(SECRET, secretKey, "session-id", keep.get("token").asString())
          .doesNotContainPattern(SecretsInLogs.SECRET);
    }
  }

  private JsonNode lived(KeyRing keys) {
    try (TestServer server = server(keys, "alice-session-id");
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      JsonNode keep = tab.sendAndKeep(event(1, "note", SECRET));
      tab.send(event(2, "fail", SECRET)).last("done");
      tab.send(event(3, "add", SECRET)).last("done");
      tab.send(event(4, "none", SECRET)).last("done");
      return keep;
    }
  }

  private void comesBack(KeyRing keys, String user, JsonNode keep) {
    String token = keep.get("token").asString();
    for (String text : List.of(token, token + "x", "x" + token, "{\"k\":\"" + SECRET + "\"}")) {
      try (TestServer server = server(keys, user);
          TestTab tab = server.tab("counter")) {
        tab.send(join("counter", 5, text)).expect("joined");
      }
    }
  }

  /** The net itself holds. */
  @Test
  void aTokenOrAKeyInALineIsSeen() {
    String token = "eyJhbGciOiJBMjU2S1ciLCJlbmMi.AAAA.BBBB.CCCC.DDDD";
    for (String secret : List.of(token, "{\"k\":\"AAAA\"}", "\"k\" : \"AAAA\"")) {
      SecretsInLogs net = new SecretsInLogs();
      assertThatThrownBy(() -> caught(net, secret))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("A secret was logged");
    }
    caughtNothing();
  }

  private static void caughtNothing() {
    SecretsInLogs net = new SecretsInLogs();
    caught(net, "counter: token rejected: unreadable");
  }

  /** Straight to this net: the suite's own one must not see it. */
  private static void caught(SecretsInLogs net, String said) {
    LogRecord line = new LogRecord(Level.FINEST, "something failed");
    line.setThrown(new IllegalStateException("outside", new IllegalStateException(said)));
    net.read(line);
    net.failIfFound();
  }
}
