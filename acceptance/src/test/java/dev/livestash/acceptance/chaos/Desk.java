package dev.livestash.acceptance.chaos;

import com.microsoft.playwright.Page;
import dev.livestash.acceptance.e2e.RestorableChromium;
import dev.livestash.acceptance.e2e.SheetPage;
import java.util.List;

/** The user's browser, and its windows. */
final class Desk {
  private static final double TIMEOUT_MS = 10_000;
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;

  private final RestorableChromium chromium;

  Desk(RestorableChromium chromium) {
    this.chromium = chromium;
  }

  /** Opens a window of its own: the browser hardly draws what is behind another tab. */
  SheetPage open(String url) {
    Page page = prepared(chromium.open());
    page.navigate(url);
    return SheetPage.restored(page).isLive();
  }

  private static Page prepared(Page page) {
    page.setDefaultTimeout(TIMEOUT_MS);
    page.setViewportSize(WIDTH, HEIGHT);
    return page;
  }

  void kill() {
    chromium.kill();
  }

  /** Starts the killed browser again, and finds the windows of these tabs. */
  void restore(List<Tab> tabs) {
    List<Page> pages = chromium.restore(tabs.stream().map(Tab::url).toList());
    for (int i = 0; i < tabs.size(); i++) {
      tabs.get(i).comesBack(SheetPage.restored(prepared(pages.get(i))));
    }
  }
}
