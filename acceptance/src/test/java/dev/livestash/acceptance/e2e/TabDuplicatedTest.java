package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A browser copies a tab's storage into the tab that it opens: the copy forks, and the original
 * goes on undisturbed.
 */
@ExtendWith(Chromium.class)
class TabDuplicatedTest {
  /** What the page has to tell copies apart: Web Locks, else a BroadcastChannel, else nothing. */
  private static final String NO_LOCKS =
      "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });";

  private static final String NO_CHANNEL = "window.BroadcastChannel = undefined;";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", NO_LOCKS, NO_LOCKS + NO_CHANNEL})
  void aCopyForksAndBothGoOn(String without, Browser browser) {
    BrowserContext context = browser.newContext();
    context.addInitScript(without);
    try (MiniServer server = MiniServer.in(folder);
        MiniPage original = MiniPage.in(context, server.url() + "?one")) {
      original.add("left", 5).shows("left", 5).isKept();
      MiniPage copy = copyOf(original).shows("outcome", "forked").shows("left", 5);
      copy.add("left", 100).shows("left", 105).isKept();
      original.add("left", 1).shows("left", 6).isKept().shows("outcome", "new");
      server.restart();
      original.shows("outcome", "restored").shows("left", 6);
      copy.shows("outcome", "restored").shows("left", 105);
      copy.page.reload();
      copy.isLive().shows("left", 105).add("left", 1).shows("left", 106);
      original.page.reload();
      original.isLive().shows("left", 6);
    }
  }

  private static MiniPage copyOf(MiniPage original) {
    Page opened =
        original.page.waitForPopup(
            () -> original.page.evaluate("() => { window.open(location.href); }"));
    return new MiniPage(opened).isLive();
  }

  @Test
  void aReloadIsNoCopy(Browser browser) {
    try (MiniServer server = MiniServer.in(folder);
        MiniPage page = MiniPage.open(browser, server.url() + "?one")) {
      page.add("left", 5).shows("left", 5).isKept();
      for (int i = 0; i < 5; i++) {
        page.page.reload();
        page.isLive().shows("outcome", "adopted").shows("left", 5);
      }
      assertThat(server.instances()).isEqualTo(1);
    }
  }
}
