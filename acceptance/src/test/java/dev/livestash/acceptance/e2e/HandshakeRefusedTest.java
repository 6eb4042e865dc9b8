package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import dev.livestash.settings.Admission;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A browser tells no script why a handshake was refused: the page is told all the same, and comes
 * back as soon as it asks.
 */
@ExtendWith(Chromium.class)
class HandshakeRefusedTest {
  /** Each wait is the longest that it can be: so the number of failures says how long. */
  private static final String LONGEST_WAITS = "Math.random = () => 1";

  /** The fourth one, which is behind several of the module's questions. */
  private static final int LONG_WAIT_MS = 3_000;

  /** Connects one more view of the page, which the page itself has not. */
  private static final String CONNECT =
      """
      address => {
        window.other = LiveStash.connect(address, { view: "counter/other" });
      }""";

  /** Waits until a view is told this code, with a long wait behind it. */
  private static final String WAITS =
      """
      ([name, code, ms]) => {
        const { waiting } = eval(name);
        return waiting?.code === code && waiting.until - Date.now() > ms;
      }""";

  /** Asks at once, and tells how much earlier than its time the view is live by that. */
  private static final String RETRY =
      """
      async name => {
        const view = eval(name);
        const { until } = view.waiting;
        view.retry();
        while (view.status !== "live" && Date.now() < until) await new Promise((go) => setTimeout(go, 20));
        return [view.status, until - Date.now() > 0, view.waiting === undefined].join();
      }""";

  @TempDir Path folder;
  private final AtomicBoolean isSignedIn = new AtomicBoolean(true);
  private BrowserContext user;

  @BeforeEach
  void open(Browser browser) {
    user = browser.newContext();
    user.addInitScript(LONGEST_WAITS);
  }

  private MiniServer start() {
    return new MiniServer(
        folder.resolve("keys.json"),
        builder ->
            builder.admit(
                exchange -> isSignedIn.get() ? Admission.as("ann") : Admission.refuse(401)));
  }

  private static void waits(MiniPage page, String view, int code, int atLeastMs) {
    page.page.waitForFunction(WAITS, new Object[] {view, code, atLeastMs});
  }

  private static void isLiveByRetry(MiniPage page, String view) {
    assertThat(page.page.evaluate(RETRY, view)).isEqualTo("live,true,true");
  }

  @Test
  void whoIsNotSignedInAnyMoreIsTold401AndIsBackWhenItAsksAfterTheLogin() {
    try (MiniServer server = start();
        MiniPage page = MiniPage.in(user, server.url())) {
      page.add("left", 5).shows("left", 5).isKept();
      isSignedIn.set(false);
      server.restart();
      page.shows("status", "waiting").add("left", 1);
      waits(page, "left", 401, LONG_WAIT_MS);
      isSignedIn.set(true);
      isLiveByRetry(page, "left");
      page.shows("outcome", "restored").shows("left", 6);
    }
  }

  @Test
  void aServerThatIsAwayIsA0AndThePageIsBackWhenItAsksAfterTheStart() {
    try (MiniServer server = start();
        MiniPage page = MiniPage.in(user, server.url())) {
      page.add("left", 5).shows("left", 5).isKept();
      server.stop();
      waits(page, "left", 0, LONG_WAIT_MS);
      server.start();
      isLiveByRetry(page, "left");
      page.shows("outcome", "restored").shows("left", 5);
    }
  }

  @Test
  void anAddressWhereNothingIsIsA404() {
    isTold("nowhere", 404);
  }

  @Test
  void anAddressWhereAPageIsIsA200() {
    isTold("blank", 200);
  }

  @Test
  void aViewBehindAProxyThatKeepsTheHostToItselfIsA426() {
    isTold("behind-proxy", 426);
  }

  /** Its answers are not this page's to read. */
  @Test
  void aServerOfAnotherOriginThatDoesNotServeThisOneIsA0() {
    try (MiniServer server = start();
        MiniPage page = MiniPage.in(user, server.url())) {
      List<String> said = new CopyOnWriteArrayList<>();
      page.page.onConsoleMessage(message -> said.add(message.text()));
      connect(page, server.url().replace("localhost", "127.0.0.1") + "counter");
      waits(page, "other", 0, LONG_WAIT_MS);
      // What the browser tells its user only.
      assertThat(said).anySatisfy(line -> assertThat(line).contains("response code: 403"));
    }
  }

  private void isTold(String address, int code) {
    try (MiniServer server = start();
        MiniPage page = MiniPage.in(user, server.url())) {
      connect(page, address);
      waits(page, "other", code, 0);
      page.isLive();
    }
  }

  private static void connect(MiniPage page, String address) {
    page.page.evaluate(CONNECT, address);
  }
}
