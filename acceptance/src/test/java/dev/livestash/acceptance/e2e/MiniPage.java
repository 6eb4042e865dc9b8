package dev.livestash.acceptance.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.nio.file.Path;

/** The page of a {@link MiniServer}. */
final class MiniPage implements AutoCloseable {
  private static final double PATIENCE_MS = 20_000;

  final Page page;

  MiniPage(Page page) {
    this.page = page;
  }

  static MiniPage open(Browser browser, String url) {
    return in(browser.newContext(), url);
  }

  static MiniPage in(BrowserContext context, String url) {
    MiniPage mini = new MiniPage(context.newPage());
    mini.page.navigate(url);
    return mini.isLive();
  }

  MiniPage isLive() {
    return shows("status", "live");
  }

  MiniPage shows(String testId, Object text) {
    assertThat(page.getByTestId(testId))
        .hasText(String.valueOf(text), new HasTextOptions().setTimeout(PATIENCE_MS));
    return this;
  }

  /** Sends an event; it is answered when it is, maybe by another server. */
  MiniPage add(String name, int by) {
    page.evaluate("([name, by]) => { eval(name).send('add', by); }", new Object[] {name, by});
    return this;
  }

  MiniPage isKept() {
    page.waitForFunction("() => !Object.keys(sessionStorage).some((key) => /:e\\d+$/.test(key))");
    return this;
  }

  /** Waits until what the tab has stored, opened with the servers' key, holds this number. */
  MiniPage stores(String view, int value, Path keys) {
    TokenForge forge = new TokenForge(keys);
    page.waitForCondition(
        () ->
            forge
                    .open(SheetPage.storedTokens(page, "livestash:counter/" + view + ":"))
                    .at("/state/value")
                    .asInt()
                == value);
    return this;
  }

  @Override
  public void close() {
    page.context().close();
  }
}
