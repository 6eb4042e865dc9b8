package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
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

  /**
   * Copied with an event of the original in it, which is not the copy's to send; then reloaded with
   * one of its own, before it has heard of a server.
   */
  @Test
  void aCopysOwnEventOutlivesItsPage(Browser browser) {
    try (MiniServer server = MiniServer.in(folder);
        MiniPage original = MiniPage.open(browser, server.url() + "?one")) {
      original.add("left", 5).shows("left", 5).isKept();
      server.answers.shut();
      original.add("left", 1);
      MiniPage copy = openedFrom(original);
      copy.page.waitForFunction("() => sessionStorage['livestash:counter/left:now'][0] === '!'");
      copy.add("left", 100);
      copy.page.reload();
      server.answers.open();
      copy.shows("outcome", "forked").shows("left", 105);
      original.shows("left", 6);
    }
  }

  private static MiniPage copyOf(MiniPage original) {
    return openedFrom(original).isLive();
  }

  private static MiniPage openedFrom(MiniPage original) {
    return new MiniPage(
        original.page.waitForPopup(
            () -> original.page.evaluate("() => { window.open(location.href); }")));
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
