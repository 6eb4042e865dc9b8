package dev.livestash.testkit;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A Chromium with a profile of its own, that can be killed with all its processes, and started
 * again with the tabs that it had: {@link LiveApp#ownBrowser}.
 *
 * <pre>{@code
 * OwnBrowser browser = app.ownBrowser();
 * Page page = browser.open("/cart");
 * page.getByText("Add").click();
 * browser.awaitWritten("livestash:cart:now");
 * browser.kill();
 * Page restored = browser.restore().get(0);
 * }</pre>
 *
 * <p>What its tabs store, a browser writes to the disk seconds later, or a minute; what it has not
 * when it is killed is gone. So a restored tab holds an older token, and comes back to the session
 * that is still in the server's memory, or else to the older state.
 */
public final class OwnBrowser {
  private static final long PATIENCE_SECONDS = 90;
  private static final double LOOK_MILLIS = 100;

  private final Playwright playwright;
  private final ChromiumProfile profile;
  private final String baseUrl;
  private final TabMarks marks = new TabMarks();
  private List<TabMarks.Tab> killed = List.of();
  private @Nullable Browser browser;

  OwnBrowser(Playwright playwright, ChromiumProfile profile, String baseUrl) {
    this.playwright = playwright;
    this.profile = profile;
    this.baseUrl = baseUrl;
    start("about:blank");
  }

  private void start(String what) {
    browser = playwright.chromium().connectOverCDP(profile.start(what));
  }

  /**
   * Opens a page of the app in a window of its own.
   *
   * @param path from the app's root
   * @return the page, loaded
   * @throws IllegalStateException if the browser was killed
   */
  public Page open(String path) {
    Page page = blank();
    page.navigate(baseUrl + (path.startsWith("/") ? path.substring(1) : path));
    marks.mark(List.of(page));
    return page;
  }

  private Page blank() {
    JsonObject target = new JsonObject();
    target.addProperty("url", "about:blank");
    target.addProperty("newWindow", true);
    CDPSession session = alive().newBrowserCDPSession();
    return user().waitForPage(() -> session.send("Target.createTarget", target));
  }

  /**
   * Waits until an item of a tab's {@code sessionStorage} is on the disk, as it was at some time.
   *
   * @param key the item's; a view's is {@code livestash:NAME:now}
   * @throws AssertionError if it is not within 90 s
   */
  public void awaitWritten(String key) {
    marks.mark(pages());
    await(() -> profile.isWritten(key), "written " + key);
  }

  /**
   * Kills the browser: SIGKILL of all its processes, so that nothing is written any more. Not
   * before it has written its preferences, some seconds after its first start, as without them it
   * would not restore anything.
   *
   * @throws IllegalStateException if it was killed before
   */
  public void kill() {
    Browser doomed = alive();
    await(profile::hasPreferences, "written its preferences");
    killed = marks.tabs(pages());
    browser = null;
    profile.kill();
    doomed.close();
  }

  /**
   * Starts it again, as if its user had said yes when asked whether to restore the tabs. Tabs with
   * one address are told apart by an item that this class puts into their {@code sessionStorage}.
   *
   * @return the tabs that were there, also those that a page has opened itself, in the order in
   *     which they were opened; not one that was closed so late that the browser brings it back
   * @throws IllegalStateException if it was not killed
   * @throws AssertionError if a tab does not come back within 90 s
   */
  public List<Page> restore() {
    if (browser != null) {
      throw new IllegalStateException("The browser is there: call kill() before.");
    }
    profile.answerYes();
    start("--restore-last-session");
    await(
        () -> TabMarks.areThere(killed, pages()),
        "restored " + killed.stream().map(TabMarks.Tab::url).toList());
    List<Page> restored = marks.find(killed, pages());
    // The one that it was started with.
    List.copyOf(user().pages()).stream().filter(TabMarks::isBlank).forEach(Page::close);
    return restored;
  }

  private void await(BooleanSupplier isDone, String what) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!isDone.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "The browser has not " + what + " within " + PATIENCE_SECONDS + " s.");
      }
      anyPage().waitForTimeout(LOOK_MILLIS);
    }
  }

  /** A browser that is busy has none right after its start. */
  private Page anyPage() {
    BrowserContext user = user();
    return user.pages().stream().findFirst().orElseGet(() -> user.waitForPage(() -> {}));
  }

  private BrowserContext user() {
    return alive().contexts().get(0);
  }

  private Browser alive() {
    Browser present = browser;
    if (present == null) {
      throw new IllegalStateException("The browser was killed: call restore() before.");
    }
    return present;
  }

  /** Those that are there and show something; none of one that was killed. */
  List<Page> pages() {
    return browser == null ? List.of() : TabMarks.shown(user().pages());
  }
}
