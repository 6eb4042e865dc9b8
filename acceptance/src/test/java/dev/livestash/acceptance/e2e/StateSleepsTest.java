package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
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
  private JsonNode arrival = JSON.createObjectNode();

  @Test
  void anEditWakesItAndAKilledServerChangesNothing(Browser browser) {
    try (DemoProcess server = DemoProcess.start(folder.resolve("keys.json"));
        SheetPage sheet = openWatched(browser, server)) {
      sheet.click("sample-airports").edit(3, 1, "first").isKept();

      fallsAsleep(sheet);
      sheet.edit(5, 1, "second").isKept();
      sheet.page.waitForCondition(() -> frames.contains("keep"));
      assertThat(work().subList(0, 5)).containsExactly("wake", "event", "done", "render", "keep");

      fallsAsleep(sheet);
      server.kill();
      server.restart();
      sheet.isLive().cell(5, 1, "second").edit(7, 1, "third").isKept();
      assertThat(frames).contains("join", "joined");
    }
  }

  @Test
  void aPageWhoseStorageIsClearedMeanwhileWakesItOutOfMemory(Browser browser) {
    try (DemoProcess server = DemoProcess.start(folder.resolve("keys.json"));
        SheetPage sheet = openWatched(browser, server)) {
      sheet.click("sample-airports").edit(3, 1, "first").isKept();

      fallsAsleep(sheet);
      clear(sheet);
      sheet.edit(5, 1, "second").isKept();
      sheet.page.waitForCondition(() -> frames.contains("keep"));
      assertThat(work().subList(0, 5)).containsExactly("wake", "event", "done", "render", "keep");

      server.kill();
      sheet.leave();
      server.restart();
      sheet.comeBack(server.url()).shows("outcome", "restored");
      sheet.cell(3, 1, "first").cell(5, 1, "second");
    }
  }

  /** With the storage goes what a reload brings: the page is told that it is new, and no reason. */
  @Test
  void aPageThatIsReloadedWithItsStorageClearedIsNew(Browser browser) {
    try (DemoProcess server = DemoProcess.start(folder.resolve("keys.json"));
        SheetPage sheet = openWatched(browser, server)) {
      sheet.click("sample-airports").edit(3, 1, "first").isKept();
      String before = sheet.text("sid");

      fallsAsleep(sheet);
      clear(sheet);
      sheet.reload().shows("outcome", "new").shows("message", "");
      assertThat(sheet.page.locator("#count").textContent()).isEmpty();
      assertThat(arrival.path("sid").asString()).isNotEqualTo(before);
      assertThat(arrival.has("reason")).isFalse();
      assertThat(arrival.path("seen").asInt(-1)).isZero();

      sheet.click("sample-airports").edit(3, 1, "second").isKept().reload();
      sheet.shows("outcome", "adopted").cell(3, 1, "second");
    }
  }

  /** One whose frames are noted. */
  private SheetPage openWatched(Browser browser, DemoProcess server) {
    SheetPage sheet = SheetPage.open(browser, server.url());
    sheet.page.onWebSocket(
        socket -> {
          socket.onFrameSent(frame -> frames.add(FrameName.of(frame.text())));
          WholeFrames received = new WholeFrames();
          socket.onFrameReceived(message -> received.add(message.text()).ifPresent(this::note));
        });
    return sheet.reload();
  }

  private void note(String text) {
    JsonNode frame = JSON.readTree(text);
    String name = FrameName.of(text);
    if (name.equals("joined")) {
      arrival = frame;
    }
    frames.add(name);
  }

  private static void clear(SheetPage sheet) {
    sheet.page.evaluate("() => sessionStorage.clear()");
  }

  /** The page is hidden until its session sleeps, and shown again. */
  private void fallsAsleep(SheetPage sheet) {
    sheet.page.evaluate(LOOKED_AT, true);
    sheet.page.waitForCondition(() -> frames.contains("asleep"));
    sheet.page.evaluate(LOOKED_AT, false);
    frames.clear();
  }

  /** Without looks whether the other side is there. */
  private List<String> work() {
    return frames.stream().filter(name -> !FrameName.isLook(name)).toList();
  }
}
