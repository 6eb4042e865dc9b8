package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.newJoin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Large frames, on a real socket. */
class PartsTest {
  private static final String LARGE = "é€".repeat(20_000);

  @TempDir Path folder;

  /** Shows more than a part may hold. */
  private static final class Large extends TestView<Integer> {
    Large() {
      super(Integer.class, () -> 0, state -> Map.of("text", LARGE));
    }

    @Override
    public void handlers(ViewHandlers<Integer> on) {}
  }

  private TestServer server() {
    return TestServer.in(folder).mount("view", new Large());
  }

  @Test
  void comeInPartsToATabThatTakesThem() {
    try (TestServer server = server();
        MuteSocket tab = new MuteSocket(server.port(), "/view")) {
      tab.send(newJoin("view").put("parts", true));
      StringBuilder text = new StringBuilder();
      String part = tab.nextRaw();
      while (part.startsWith("+")) {
        text.append(part.substring(1));
        part = tab.nextRaw();
      }
      assertThat(text).hasSizeGreaterThan(part.length());
      JsonNode joined = JsonMapper.shared().readTree(text.append(part).toString());
      assertThat(joined.get("data").get("text").asString()).isEqualTo(LARGE);
      assertThat(tab.nextText().get("t").asString()).isEqualTo("keep");
    }
  }

  @Test
  void comeWholeToAnyOther() {
    try (TestServer server = server();
        MuteSocket tab = new MuteSocket(server.port(), "/view")) {
      assertThat(tab.send(newJoin("view")).nextText().get("data").get("text").asString())
          .isEqualTo(LARGE);
    }
  }

  @Test
  void ofTheTabAreAnsweredByASignOfLifeWhileTheyArrive() {
    try (TestServer server = TestServer.in(folder).mount("counter", new Counter());
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      String text = event(1, "note", "x".repeat(60_000)).toString();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      int sent = 0;
      while (!tab.received().contains("pong") && System.nanoTime() - end < 0) {
        int to = Math.min(sent + 1_100, text.length() - 1);
        tab.sendPart(text.substring(sent, to), 100);
        sent = to;
      }
      assertThat(tab.expect("pong").size()).isEqualTo(1);
      assertThat(sent).as("it is not whole").isLessThan(text.length());
    }
  }
}
