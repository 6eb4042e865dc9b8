package dev.livestash.acceptance.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The module in places that its own tests can only imitate: frames, a worker, a wrapped page. */
@ExtendWith(Chromium.class)
class PlacesTest {
  private static final String FRAME =
      """
      (view) => {
        const frame = document.createElement("iframe");
        frame.srcdoc = `<p></p><script src="/livestash.iife.js"></` + `script><script>
          const view = LiveStash.connect("/counter", {
            view: "${view}", onRender: (data) => { document.querySelector("p").textContent = data; } });
        </` + `script>`;
        document.body.append(frame);
      }
      """;

  private static final String WORKER =
      """
      () => {
        const script = `importScripts("${location.origin}/livestash.iife.js");
          const view = LiveStash.connect("${location.origin}/counter", {
            view: "counter/worker", onRender: (data) => postMessage(data) });
          onmessage = ({ data }) => view.send("add", data);`;
        const worker = new Worker(URL.createObjectURL(new Blob([script])));
        worker.onmessage = ({ data }) => { document.title = `worker ${data}`; };
        window.worker = worker;
      }
      """;

  /** As a wrapper does that passes on what it knows only. */
  private static final String WITHOUT_SIGNAL =
      """
      const add = EventTarget.prototype.addEventListener;
      EventTarget.prototype.addEventListener = function (type, run, options) {
        return add.call(this, type, run, typeof options === "object" ? options.capture : options);
      };
      """;

  @TempDir Path folder;
  private MiniServer server;

  @BeforeEach
  void start() {
    server = MiniServer.in(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Locator inFrame(Page page) {
    return page.frameLocator("iframe").locator("p");
  }

  @Test
  void aFrameWithoutAnAddressOfItsOwn(Browser browser) {
    try (MiniPage mini = MiniPage.open(browser, server.url() + "?one")) {
      mini.page.evaluate(FRAME, "counter/framed");
      assertThat(inFrame(mini.page)).hasText("0");
      mini.page.frames().get(1).evaluate("() => { view.send('add', 3); }");
      assertThat(inFrame(mini.page)).hasText("3");
    }
  }

  @Test
  void anAddressRelativeToTheDocumentsBase(Browser browser) {
    try (MiniPage mini = MiniPage.open(browser, server.url() + "?one")) {
      mini.page.evaluate(
          """
          () => {
            document.head.append(Object.assign(document.createElement("base"), { href: "/far/away/" }));
            window.based = LiveStash.connect("../../counter", {
              view: "counter/based", onRender: (data) => show("right", data) });
          }
          """);
      mini.shows("right", 0).add("based", 4).shows("right", 4);
    }
  }

  @Test
  void theSameViewTwiceInATab(Browser browser) {
    try (MiniPage mini = MiniPage.open(browser, server.url() + "?one")) {
      mini.page.evaluate(FRAME, "counter/left");
      assertThat(inFrame(mini.page)).hasText("0");
      mini.add("left", 5).shows("left", 5);
      mini.page.frames().get(1).evaluate("() => { view.send('add', 3); }");
      assertThat(inFrame(mini.page)).hasText("3");
      mini.isKept();
      mini.page.reload();
      mini.isLive().shows("left", 5);
      mini.page.evaluate(FRAME, "counter/left");
      assertThat(inFrame(mini.page)).hasText("3");
    }
  }

  @Test
  void aWorkerWhoseServerIsLost(Browser browser) {
    try (MiniPage mini = MiniPage.open(browser, server.url() + "?one")) {
      mini.page.evaluate(WORKER);
      assertThat(mini.page).hasTitle("worker 0");
      mini.page.evaluate("() => worker.postMessage(2)");
      assertThat(mini.page).hasTitle("worker 2");
      server.restart();
      mini.page.evaluate("() => worker.postMessage(5)");
      assertThat(mini.page).hasTitle("worker 7");
    }
  }

  @Test
  void whatWasForgottenStaysSoWhereAWrapperDropsTheSignal(Browser browser) {
    LaunchOptions withCache =
        new LaunchOptions()
            .setExecutablePath(Chromium.executable())
            .setIgnoreDefaultArgs(List.of("--disable-back-forward-cache"));
    try (Browser cached = browser.browserType().launch(withCache)) {
      var context = cached.newContext();
      context.addInitScript(WITHOUT_SIGNAL);
      Page page = MiniPage.in(context, server.url() + "?one").page;
      page.evaluate("() => { window.marked = true; left.forget(); }");
      page.navigate(server.url() + "blank");
      page.evaluate("() => history.back()");
      page.waitForURL(
          server.url() + "?one", new Page.WaitForURLOptions().setWaitUntil(WaitUntilState.COMMIT));
      assertThat(page.getByTestId("status")).hasText("closed");
      assertThat(
              page.evaluate(
                  """
                  () => [marked, left.status,
                    Object.keys(sessionStorage).filter((key) => !key.endsWith(":attempt")).length]
                  """))
          .isEqualTo(List.of(true, "closed", 0));
    }
  }
}
