package dev.livestash.acceptance.chaos;

import com.microsoft.playwright.Page;
import dev.livestash.acceptance.e2e.RestorableChromium;
import dev.livestash.acceptance.e2e.SheetPage;
import java.util.List;
import java.util.function.Consumer;

/** The user's browser, and its windows. */
final class Desk {
  /** A browser on a busy machine is slow, which says nothing about the servers. */
  private static final double TIMEOUT_MS = 60_000;

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

  /**
   * A new tab with a copy of this one's storage.
   *
   * @param script opens it, with the address as its argument
   * @param result is given what that returns
   */
  SheetPage duplicate(SheetPage original, String script, String url, Consumer<Object> result) {
    Page popup =
        original.page.waitForPopup(() -> result.accept(original.page.evaluate(script, url)));
    return SheetPage.restored(prepared(popup));
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
