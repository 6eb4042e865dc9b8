package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Where nobody looks at the page, its server lets go of the state, and the page brings it back. */
@ExtendWith(Chromium.class)
class StateSleepsTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String LOOKED_AT =
      "hidden => {"
          + " Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
          + " document.dispatchEvent(new Event('visibilitychange')); }";

  @TempDir Path folder;
  private final List<String> frames = new CopyOnWriteArrayList<>();

  @Test
  void anEditWakesItAndAKilledServerChangesNothing(Browser browser) {
    try (DemoProcess server = DemoProcess.start(folder.resolve("keys.json"));
        SheetPage sheet = SheetPage.open(browser, server.url())) {
      sheet.page.onWebSocket(
          socket -> {
            socket.onFrameSent(frame -> frames.add(name(frame.text())));
            WholeFrames received = new WholeFrames();
            socket.onFrameReceived(
                message ->
                    received.add(message.text()).ifPresent(frame -> frames.add(name(frame))));
          });
      sheet.reload().click("sample-airports").edit(3, 1, "first").isKept();

      fallsAsleep(sheet);
      sheet.edit(5, 1, "second").isKept();
      assertThat(frames.subList(0, 5)).containsExactly("wake", "event", "done", "render", "keep");

      fallsAsleep(sheet);
      server.kill();
      server.restart();
      sheet.isLive().cell(5, 1, "second").edit(7, 1, "third").isKept();
      assertThat(frames).contains("join", "joined");
    }
  }

  /** The page is hidden until its session sleeps, and shown again. */
  private void fallsAsleep(SheetPage sheet) {
    sheet.page.evaluate(LOOKED_AT, true);
    sheet.page.waitForCondition(() -> frames.contains("asleep"));
    sheet.page.evaluate(LOOKED_AT, false);
    sheet.page.waitForCondition(() -> frames.contains("pong"));
    frames.clear();
  }

  private static String name(String frame) {
    return JSON.readTree(frame).path("t").asString();
  }
}
