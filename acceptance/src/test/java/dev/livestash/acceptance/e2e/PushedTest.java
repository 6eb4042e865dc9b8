package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is pushed to a page is shown at once, also while its state sleeps, and is no part of that.
 */
@ExtendWith(Chromium.class)
class PushedTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir Path folder;
  private final List<String> frames = new CopyOnWriteArrayList<>();

  @Test
  void itComesAsItIsAndTheStateStaysWhereItIs(Browser browser) {
    Path keys = folder.resolve("keys.json");
    try (MiniServer server =
            new MiniServer(
                keys,
                builder -> builder.times(times -> times.withSleepAfter(Duration.ofMillis(200))));
        MiniPage mini = new MiniPage(browser.newContext().newPage())) {
      mini.page.onWebSocket(
          socket -> socket.onFrameReceived(frame -> frames.add(FrameName.of(frame.text()))));
      mini.page.navigate(server.url() + "?one");
      mini.isLive().add("left", 3).shows("left", 3).isKept();
      server.push("counter/left", "toast", Map.of("text", "Ü <b>2</b>", "urgent", true));
      mini.page.waitForFunction("() => document.querySelector('[data-testid=pushed]').textContent");
      String pushed = mini.page.getByTestId("pushed").textContent();
      assertThat(pushed).startsWith("toast ");
      JsonNode data = JSON.readTree(pushed.substring("toast ".length()));
      assertThat(data.path("text").asString()).isEqualTo("Ü <b>2</b>");
      assertThat(data.path("urgent").asBoolean()).isTrue();

      mini.page.waitForCondition(() -> frames.contains("asleep"));
      server.push("counter/left", "toast", Map.of());
      mini.shows("pushed", "toast {}").shows("left", 3);
      assertThat(frames).doesNotContain("needed");

      mini.page.reload();
      mini.isLive().shows("left", 3).shows("pushed", "");
    }
  }
}
