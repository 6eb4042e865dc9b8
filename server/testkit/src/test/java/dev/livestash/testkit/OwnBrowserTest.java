package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A browser that is killed, and its tabs. */
@EnabledIfEnvironmentVariable(named = "CHROMIUM", matches = ".+")
class OwnBrowserTest {
  @RegisterExtension
  static final LiveApp app = LiveApp.of(Shop.class).arguments("--port", "{port}");

  private static void name(Page page, String name) {
    page.evaluate("name => sessionStorage.setItem('name', name)", name);
    page.evaluate("name => sessionStorage.setItem('is-' + name, 'yes')", name);
  }

  private static List<String> names(List<Page> pages) {
    return pages.stream()
        .map(page -> String.valueOf(page.evaluate("() => sessionStorage.getItem('name')")))
        .toList();
  }

  @Test
  void theTabsComeBackThatWereThere() {
    OwnBrowser browser = app.ownBrowser();
    Page first = browser.open("/");
    name(first, "first");
    Page closed = browser.open("/closed");
    name(browser.open("/"), "second");
    name(app.duplicate(first), "copy");
    List.of("first", "second", "copy").forEach(name -> browser.awaitWritten("is-" + name));
    closed.close();

    browser.kill();
    List<Page> restored = browser.restore();

    assertThat(names(restored)).containsExactly("first", "second", "copy");
    // The closed one may be there again: that it was closed is written seconds later, too.
    assertThat(browser.pages()).containsAll(restored);
  }

  @Test
  void theyComeBackAsOftenAsItIsKilled() {
    OwnBrowser browser = app.ownBrowser();
    name(browser.open("/"), "only");
    browser.awaitWritten("is-only");
    browser.kill();
    name(browser.restore().get(0), "later");
    browser.awaitWritten("is-later");
    browser.kill();
    assertThat(names(browser.restore())).containsExactly("later");
  }
}
