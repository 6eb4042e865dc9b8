package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.options.WaitUntilState;
import dev.livestash.LiveStashBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A tab that was away, for longer than its session waits. */
@ExtendWith(Chromium.class)
class AwayAndBackTest {
  /** How long the module takes to give up a socket, and to open another one. */
  private static final long IDLE_AND_DEADLINE_MS = 26_000;

  @TempDir Path folder;

  private MiniServer server() {
    return new MiniServer(folder.resolve("keys.json"), AwayAndBackTest::impatient);
  }

  private static LiveStashBuilder impatient(LiveStashBuilder builder) {
    return builder
        .times(times -> times.withLinger(Duration.ofMillis(100)))
        .limits(limits -> limits.withMaxLingering(100))
        .times(times -> times.withLiveness(Duration.ofMillis(100), Duration.ofMillis(500)));
  }

  private static void awaitNoInstance(MiniServer server, MiniPage page) {
    page.page.waitForCondition(() -> server.instances() == 0);
  }

  @Test
  void offline(Browser browser) {
    try (MiniServer server = server();
        MiniPage page = MiniPage.open(browser, server.url() + "?one")) {
      page.add("left", 5).shows("left", 5).isKept();
      page.page.context().setOffline(true);
      page.add("left", 1);
      server.restart();
      page.add("left", 1);
      page.page.context().setOffline(false);
      page.shows("outcome", "restored").shows("left", 7).isLive();
    }
  }

  /** Both ends of its socket are open, but nothing arrives; the page's clock is moved by hand. */
  @Test
  void connectedToNothing(Browser browser) {
    try (MiniServer server = MiniServer.in(folder);
        BlackHole network = new BlackHole(server.port());
        BrowserContext context = browser.newContext()) {
      context.clock().install();
      Page tab = context.newPage();
      WebSocket first = tab.waitForWebSocket(() -> tab.navigate(network.url() + "?one"));
      MiniPage page = new MiniPage(tab).isLive();
      page.add("left", 5).shows("left", 5).isKept();
      network.swallow();
      page.add("left", 1);
      context.clock().runFor(IDLE_AND_DEADLINE_MS);
      page.shows("outcome", "adopted").shows("left", 6).isLive();

      network.resetWhatItSwallows();
      tab.waitForCondition(first::isClosed);
      page.add("left", 1).shows("left", 7).isLive();
      assertThat(server.arrivedAtNanos)
          .as("The end of the first socket is not that of the second one.")
          .hasSize(2);
    }
  }

  @Test
  void frozen(Browser browser) {
    try (MiniServer server = server();
        MiniPage page = MiniPage.open(browser, server.url() + "?one")) {
      page.add("left", 5).shows("left", 5).isKept();
      CDPSession devtools = page.page.context().newCDPSession(page.page);
      setLifecycle(devtools, "frozen");
      server.restart();
      setLifecycle(devtools, "active");
      page.add("left", 1).shows("outcome", "restored").shows("left", 6).isLive();
    }
  }

  private static void setLifecycle(CDPSession devtools, String state) {
    JsonObject arguments = new JsonObject();
    arguments.addProperty("state", state);
    devtools.send("Page.setWebLifecycleState", arguments);
  }

  @Test
  void anotherPageAndBackWithoutTheCache(Browser browser) {
    try (MiniServer server = server();
        MiniPage page = MiniPage.open(browser, server.url())) {
      page.add("left", 5).shows("left", 5).isKept();
      page.page.navigate(server.url() + "blank");
      awaitNoInstance(server, page);
      page.page.navigate(server.url());
      page.shows("outcome", "restored").shows("left", 5);
    }
  }

  @Test
  void anotherPageAndBackOutOfTheBackForwardCache(Browser browser) {
    LaunchOptions withCache =
        new LaunchOptions()
            .setExecutablePath(Chromium.executable())
            .setIgnoreDefaultArgs(List.of("--disable-back-forward-cache"));
    try (MiniServer server = server();
        Browser cached = browser.browserType().launch(withCache);
        MiniPage page = MiniPage.open(cached, server.url())) {
      page.add("left", 5).shows("left", 5).isKept();
      page.page.evaluate(
          "() => { window.marked = true; addEventListener('pageshow', (e) => { window.persisted = e.persisted; }); }");
      page.page.navigate(server.url() + "blank");
      awaitNoInstance(server, page);
      page.page.evaluate("() => history.back()");
      page.page.waitForURL(
          server.url(), new Page.WaitForURLOptions().setWaitUntil(WaitUntilState.COMMIT));
      page.shows("outcome", "restored").isLive();
      assertThat(page.page.evaluate("() => [window.marked, window.persisted]"))
          .isEqualTo(List.of(true, true));
      page.add("left", 1).shows("left", 6);
    }
  }
}
