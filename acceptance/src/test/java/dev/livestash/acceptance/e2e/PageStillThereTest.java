package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A tab whose page shows what it would be shown comes back with its state still in it. */
@ExtendWith(Chromium.class)
class PageStillThereTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir Path folder;
  private final List<JsonNode> frames = new CopyOnWriteArrayList<>();

  private void listen(WebSocket socket) {
    WholeFrames received = new WholeFrames();
    socket.onFrameReceived(
        message ->
            received.add(message.text()).ifPresent(frame -> frames.add(JSON.readTree(frame))));
  }

  @Test
  void itIsNotShownAgainAndItsNextEventBringsItsState(Browser browser) {
    Path keys = folder.resolve("keys.json");
    try (MiniServer server =
            new MiniServer(keys, builder -> builder.checkStates(false).release("1.0"));
        MiniPage other = MiniPage.open(browser, server.url() + "?one");
        MiniPage mini = MiniPage.open(browser, server.url() + "?one")) {
      mini.page.onWebSocket(this::listen);
      mini.add("left", 3).shows("left", 3).isKept().stores("left", 3, keys);

      // The first one that comes back shows the server that such states bind.
      mini.page.context().setOffline(true);
      server.restart();
      other.shows("outcome", "restored").isLive();
      mini.page.context().setOffline(false);
      mini.shows("outcome", "restored").isLive().shows("left", 3);

      // The page is live with the first of them.
      mini.page.waitForCondition(() -> names().contains("asleep"));
      assertThat(names()).startsWith("joined", "keep", "asleep");
      assertThat(frames.get(0).path("data").isEmpty()).isTrue();
      assertThat(frames.get(0).has("check")).isTrue();
      frames.clear();
      mini.add("left", 4).shows("left", 7).isKept().stores("left", 7, keys);
      mini.page.waitForCondition(() -> names().contains("keep"));
      assertThat(names()).startsWith("done", "render", "keep");
      mini.page.reload();
      mini.isLive().shows("left", 7);
    }
  }

  private List<String> names() {
    return frames.stream().map(frame -> frame.path("t").asString()).toList();
  }
}
