package dev.livestash.acceptance.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A tab whose storage is blocked or full goes on from memory, and both sides are told. */
@ExtendWith(Chromium.class)
class StorageTest {
  private static final String BLOCK =
      "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError'); } });";
  private static final String FILL =
      """
      () => {
        for (let size = 1 << 22; size >= 1; size >>= 1) {
          for (;;) {
            try { sessionStorage.setItem("full" + Math.random(), "x".repeat(size)); } catch { break; }
          }
        }
      }
      """;
  private static final String EMPTY =
      "() => Object.keys(sessionStorage).filter((key) => key.startsWith('full'))"
          + ".forEach((key) => sessionStorage.removeItem(key))";
  @TempDir Path folder;

  @Test
  void blocked(Browser browser) {
    BrowserContext context = browser.newContext();
    context.addInitScript(BLOCK);
    try (MiniServer server = MiniServer.in(folder);
        MiniPage page = MiniPage.in(context, server.url())) {
      page.add("left", 5).shows("left", 5).shows("stored", "blocked");
      page.page.waitForCondition(() -> server.unprotected.contains("blocked"));
      server.restart();
      page.add("left", 1).shows("outcome", "restored").shows("left", 6);
    }
  }

  @Test
  void full(Browser browser) {
    try (MiniServer server = MiniServer.in(folder);
        MiniPage page = MiniPage.open(browser, server.url())) {
      page.add("left", 5).shows("left", 5).shows("stored", "kept").isKept();
      page.page.evaluate(FILL);
      page.add("left", 1).shows("left", 6).shows("stored", "quota");
      page.page.waitForCondition(() -> server.unprotected.contains("quota"));
      server.restart();
      page.shows("outcome", "restored").shows("left", 6);
      page.page.evaluate(EMPTY);
      page.add("left", 1).shows("left", 7).shows("stored", "kept");
      page.page.reload();
      page.isLive().shows("left", 7);
    }
  }

  /** Small changes are patches against a base, which has gone with all the rest. */
  @Test
  void cleared(Browser browser) {
    try (DemoProcess server = DemoProcess.start(folder.resolve("keys.json"));
        SheetPage sheet = SheetPage.open(browser, server.url()).holdingOneToken()) {
      sheet.edit(0, 1, "before").isKept();
      sheet.page.evaluate("() => sessionStorage.clear()");
      sheet.edit(1, 1, "after").isKept();
      server.kill();
      sheet.leave();
      server.restart();
      sheet.comeBack(server.url()).shows("outcome", "restored");
      sheet.cell(0, 1, "before").cell(1, 1, "after");
    }
  }
}
