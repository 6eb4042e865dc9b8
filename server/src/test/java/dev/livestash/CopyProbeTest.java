package dev.livestash;

import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A tab that cannot tell whether it is a copy waits for the other one, and no longer. */
class CopyProbeTest {
  /** What PROTOCOL.md grants the other tab. */
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.in(folder).mount("counter", new Counter());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static JsonNode joined(MuteSocket tab) {
    assertThat(tab.send(newJoin("counter")).nextText().get("t").asString()).isEqualTo("joined");
    // Not answered: a word that is on its way when it is asked would be one of its.
    return tab.nextText();
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  @Test
  void isACopyAsSoonAsTheOtherOneAnswers() {
    try (TestTab original = server.tab("counter");
        TestTab copy = server.tab("counter")) {
      JsonNode keep = original.joinNew("counter");
      long start = System.nanoTime();
      assertThat(outcome(copy.send(join("counter", 2, keep)).expect("joined"))).isEqualTo("forked");
      assertThat(since(start)).isLessThan(TIMEOUT);
    }
  }

  @Test
  void isNoneAsSoonAsTheOtherOneIsGone() {
    try (MuteSocket original = new MuteSocket(server.port(), "/counter");
        TestTab tab = server.tab("counter")) {
      JsonNode keep = joined(original);
      long start = System.nanoTime();
      tab.send(join("counter", 2, keep));
      original.readPing();
      original.leave();
      assertThat(outcome(tab.expect("joined"))).isEqualTo("adopted");
      assertThat(since(start)).isLessThan(TIMEOUT);
    }
  }

  @Test
  void isNoneIfTheOtherOneIsSilent() {
    try (MuteSocket original = new MuteSocket(server.port(), "/counter");
        TestTab tab = server.tab("counter")) {
      JsonNode keep = joined(original);
      assertThat(outcome(tab.send(join("counter", 2, keep)).expect("joined"))).isEqualTo("adopted");
    }
  }

  /**
   * What it says may have been on its way before it was asked: that alone decides nothing early.
   */
  @Test
  void isACopyIfTheOtherOneSpeaksWithoutAnAnswer() {
    try (MuteSocket original = new MuteSocket(server.port(), "/counter");
        TestTab copy = server.tab("counter")) {
      JsonNode keep = joined(original);
      long start = System.nanoTime();
      copy.send(join("counter", 2, keep));
      original.readPing();
      original.send(frame("ping"));
      assertThat(outcome(copy.expect("joined"))).isEqualTo("forked");
      assertThat(since(start)).isGreaterThanOrEqualTo(TIMEOUT);
    }
  }
}
