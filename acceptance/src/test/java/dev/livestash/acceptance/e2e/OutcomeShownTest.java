package dev.livestash.acceptance.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The strip says how the sheet came back. */
@ExtendWith(Chromium.class)
class OutcomeShownTest {
  @TempDir Path folder;

  @Test
  void newThenAdoptedThenRestoredAndACopyForked(Browser browser) {
    try (DemoProcess server = DemoProcess.start(folder.resolve("keys.json"));
        SheetPage sheet = SheetPage.open(browser, server.url())) {
      sheet.shows("outcome", "new").shows("generation", "1");
      sheet.click("sample-seattle-weather").edit(0, 5, "fog").isKept();
      sheet.reload().shows("outcome", "adopted").shows("generation", "2").cell(0, 5, "fog");
      server.kill();
      server.restart();
      sheet.shows("outcome", "restored").isLive().cell(0, 5, "fog").isKept();
      SheetPage copy = SheetPage.of(copyOf(sheet.page)).shows("outcome", "forked");
      copy.edit(0, 5, "snow").cell(0, 5, "snow");
      sheet.cell(0, 5, "fog").shows("outcome", "restored");
    }
  }

  private static Page copyOf(Page page) {
    return page.waitForPopup(() -> page.evaluate("() => { window.open(location.href); }"));
  }
}
