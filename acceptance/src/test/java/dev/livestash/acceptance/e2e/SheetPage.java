package dev.livestash.acceptance.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The demo's page, by its test ids. */
public final class SheetPage implements AutoCloseable {
  private static final String PREFIX = "livestash:sheet:";
  private static final double PATIENCE_MS = 60_000;

  public final Page page;
  private final List<String> errors = new ArrayList<>();

  private SheetPage(Page page) {
    this.page = page;
    page.onPageError(errors::add);
  }

  /** A tab in a context of its own, with nothing stored. */
  static SheetPage open(Browser browser, String url) {
    return open(browser.newContext(), url);
  }

  /** A tab of a certain user. */
  public static SheetPage open(BrowserContext user, String url) {
    SheetPage sheet = new SheetPage(user.newPage());
    sheet.page.navigate(url);
    return sheet.isLive();
  }

  /** A page that the browser has opened by itself. */
  static SheetPage of(Page page) {
    return restored(page).isLive();
  }

  /** The same, which may not have come back yet. */
  public static SheetPage restored(Page page) {
    return new SheetPage(page);
  }

  /** Another tab of the same user. */
  SheetPage anotherTab(String url) {
    return open(page.context(), url);
  }

  public Locator byId(String testId) {
    return page.getByTestId(testId);
  }

  public SheetPage isLive() {
    return shows("status", "live");
  }

  SheetPage shows(String testId, String text) {
    assertThat(byId(testId)).hasText(text, new HasTextOptions().setTimeout(PATIENCE_MS));
    return this;
  }

  SheetPage saying(String part) {
    assertThat(byId("message"))
        .containsText(part, new ContainsTextOptions().setTimeout(PATIENCE_MS));
    return this;
  }

  SheetPage cell(int row, int column, String text) {
    return shows("cell-" + row + "-" + column, text);
  }

  /** Waits until the sheet has so many rows. */
  SheetPage counts(int rows) {
    assertThat(page.locator("#count"))
        .hasText(
            String.format(Locale.ROOT, "%,d rows", rows),
            new HasTextOptions().setTimeout(PATIENCE_MS));
    return this;
  }

  SheetPage edit(int row, int column, String text) {
    Locator cell = byId("cell-" + row + "-" + column);
    cell.click();
    cell.locator("input").fill(text);
    cell.locator("input").press("Enter");
    return cell(row, column, text);
  }

  public SheetPage click(String testId) {
    byId(testId).click();
    return this;
  }

  public String text(String testId) {
    return byId(testId).textContent();
  }

  public SheetPage paste(String csv) {
    byId("paste").fill(csv);
    return click("load-pasted");
  }

  /** Waits until the tab has stored a snapshot that contains every event so far. */
  SheetPage isKept() {
    page.waitForFunction(
        "prefix => !Object.keys(sessionStorage).some(key => key.startsWith(prefix + 'e'))", PREFIX);
    return this;
  }

  /** Loads a sample, which is so much that the tab holds one token with all in it. */
  SheetPage holdingOneToken() {
    click("sample-airports").isKept();
    page.waitForFunction(
        "prefix => sessionStorage[prefix + 'now'].split(' ').length === 2", PREFIX);
    return cell(0, 1, AIRPORT);
  }

  /** What the tab's storage holds: a whole token, and the patch against it if there is one. */
  public List<String> storedTokens() {
    return storedTokens(page, PREFIX);
  }

  /** The same of any page, by what its view's items begin with. */
  static List<String> storedTokens(Page page, String prefix) {
    Object tokens =
        page.evaluate(
            "prefix => sessionStorage[prefix + 'now'].split(' ').slice(1)"
                + ".map(slot => sessionStorage[prefix + 't' + slot])",
            prefix);
    return ((List<?>) tokens).stream().map(String::valueOf).toList();
  }

  /** The name in the first row of the sample. */
  static final String AIRPORT = "Thigpen";

  /** The newest token in the tab's storage. */
  String storedToken() {
    return String.valueOf(page.evaluate("prefix => sessionStorage[" + NEWEST_SLOT + "]", PREFIX));
  }

  void storeToken(String token) {
    page.evaluate(
        "({prefix, token}) => sessionStorage.setItem(" + NEWEST_SLOT + ", token)",
        Map.of("prefix", PREFIX, "token", token));
  }

  private static final String NEWEST_SLOT =
      "prefix + 't' + sessionStorage[prefix + 'now'].split(' ').at(-1)";

  /**
   * Leaves the page, so that it does not come back by itself: what is left is what the tab has
   * stored.
   */
  SheetPage leave() {
    page.navigate("about:blank");
    return this;
  }

  SheetPage comeBack(String url) {
    page.navigate(url);
    return isLive();
  }

  public SheetPage reload() {
    page.reload();
    return isLive();
  }

  public List<String> errors() {
    return errors;
  }

  @Override
  public void close() {
    page.context().close();
  }
}
