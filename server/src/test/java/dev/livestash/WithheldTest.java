package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.kept;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.view.Rewind;
import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What waits until its tab keeps a snapshot takes room of the node's, however many tabs wait. */
class WithheldTest {
  private static final int REPLY_BYTES = 16 << 10;
  private static final String REPLY = "r".repeat(REPLY_BYTES);

  @TempDir Path folder;

  record Count(int asked) {}

  /** Nothing that a user has seen of it is taken back. */
  private static final class Asked extends TestView<Count> {
    Asked() {
      super(Count.class, () -> new Count(0), count -> count);
    }

    @Override
    public Rewind rewind() {
      return Rewind.REFUSE;
    }

    @Override
    public void handlers(ViewHandlers<Count> on) {
      on.on(
          "ask",
          (count, event) -> {
            event.reply(REPLY);
            return new Count(count.asked() + 1);
          });
    }
  }

  private TestServer server(int nodeBytes) {
    return TestServer.in(
            folder, builder -> builder.limits(limits -> limits.withMaxUnreadBytesOfNode(nodeBytes)))
        .mount("asked", new Asked());
  }

  private static TestTab joined(TestServer server) {
    TestTab tab = server.tab("asked");
    tab.joinNew("asked");
    return tab;
  }

  /** Sends an event, and keeps nothing. */
  private static void ask(TestTab tab, int n) {
    tab.send(event(n, "ask", null));
  }

  private static long unread(TestServer server) {
    return server.memory().getOrDefault("unread", -1L);
  }

  private static void awaitUnread(TestServer server, long atLeast) {
    StashingTest.await(() -> unread(server) >= atLeast);
  }

  private static void awaitNone(TestServer server) {
    StashingTest.await(() -> unread(server) == 0);
  }

  @Test
  void itIsCountedUntilItIsSent() {
    try (TestServer server = server(1 << 20);
        TestTab tab = joined(server)) {
      ask(tab, 1);
      JsonNode keep = tab.expect("keep");
      awaitUnread(server, REPLY_BYTES);
      tab.send(kept(keep));
      assertThat(tab.expect("done").get("reply").asString()).isEqualTo(REPLY);
      awaitNone(server);
    }
  }

  @Test
  void itIsNotCountedAnyMoreWhenItsTabIsGone() {
    try (TestServer server = server(1 << 20)) {
      try (TestTab tab = joined(server)) {
        ask(tab, 1);
        ask(tab, 2);
        awaitUnread(server, 2 * REPLY_BYTES);
      }
      awaitNone(server);
    }
  }

  @Test
  void whereOthersHaveTakenItAllATabThatKeepsIsAnswered() {
    try (TestServer server = server(REPLY_BYTES);
        TestTab greedy = joined(server);
        TestTab tab = joined(server)) {
      ask(greedy, 1);
      awaitUnread(server, REPLY_BYTES);
      ask(tab, 1);
      tab.send(kept(tab.expect("keep")));
      assertThat(tab.expect("done").get("reply").asString()).isEqualTo(REPLY);
      assertThat(tab.expect("render").get("data").get("asked").intValue()).isEqualTo(1);
      ask(greedy, 2);
      assertThat(greedy.closeCode()).isEqualTo(4003);
    }
  }
}
