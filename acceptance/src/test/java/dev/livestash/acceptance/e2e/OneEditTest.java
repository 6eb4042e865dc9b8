package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What one edited cell of a table of 210 KB puts on the wire, as the browser sees it. */
@ExtendWith(Chromium.class)
class OneEditTest {
  private static final int MAX_KEEP_BYTES = 700;
  @TempDir Path folder;

  @Test
  void fourKindsOfFramesAndFewBytes(Browser browser) {
    List<String> frames = new CopyOnWriteArrayList<>();
    try (DemoProcess server = DemoProcess.start(folder.resolve("keys.json"));
        SheetPage sheet = SheetPage.open(browser, server.url())) {
      sheet.page.onWebSocket(socket -> listen(socket, frames));
      sheet.reload().click("sample-airports").edit(3, 1, "first").isKept();
      awaitSilence(sheet.page, frames);
      frames.clear();

      sheet.edit(5, 1, "second").isKept();
      awaitSilence(sheet.page, frames);

      assertThat(frames.stream().map(FrameName::of))
          .containsExactly("event", "done", "render", "keep", "kept");
      int keepBytes = frames.get(3).getBytes(StandardCharsets.UTF_8).length;
      assertThat(keepBytes).isLessThanOrEqualTo(MAX_KEEP_BYTES);
    }
  }

  private static void listen(WebSocket socket, List<String> frames) {
    socket.onFrameSent(frame -> note(frame.text(), frames));
    WholeFrames received = new WholeFrames();
    socket.onFrameReceived(
        message -> received.add(message.text()).ifPresent(text -> note(text, frames)));
  }

  private static void note(String text, List<String> frames) {
    if (!FrameName.isLook(FrameName.of(text))) {
      frames.add(text);
    }
  }

  /** Waits until the snapshot that was sent last is acknowledged. */
  private static void awaitSilence(Page page, List<String> frames) {
    page.waitForCondition(
        () -> !frames.isEmpty() && FrameName.of(frames.get(frames.size() - 1)).equals("kept"));
  }
}
