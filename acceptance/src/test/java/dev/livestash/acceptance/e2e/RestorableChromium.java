package dev.livestash.acceptance.e2e;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A Chromium with a profile of its own, that can be killed with all its processes, and started
 * again with the tabs that it had: with what of their sessionStorage was written by then.
 */
public final class RestorableChromium implements AutoCloseable {
  private static final String READY = "DevTools listening on ";
  private static final long PATIENCE_SECONDS = 60;
  private static final double LOOK_MS = 100;

  /** What Playwright tells a browser that it starts itself, as far as it matters. */
  private static final List<String> FLAGS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--remote-debugging-port=0",
          "--no-first-run",
          "--no-default-browser-check",
          "--disable-dev-shm-usage",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-extensions",
          "--disable-background-timer-throttling",
          "--disable-backgrounding-occluded-windows",
          "--disable-renderer-backgrounding",
          "--disable-features=Translate,OptimizationHints,MediaRouter",
          "--password-store=basic",
          "--hide-crash-restore-bubble");

  private final Playwright playwright = Chromium.playwright();
  private final Path profile;
  private final List<String> flags;
  private String address = "";
  private Process process;
  private Browser browser;

  /**
   * Starts it, with one blank tab.
   *
   * @param profile a folder that is not there yet
   */
  public RestorableChromium(Path profile, String... flags) {
    this.profile = profile;
    this.flags = List.of(flags);
    this.process = launch("about:blank");
    this.browser = connect();
  }

  private Process launch(String what) {
    List<String> command = new ArrayList<>(List.of(Chromium.executable().toString()));
    command.addAll(FLAGS);
    command.addAll(flags);
    command.addAll(List.of("--user-data-dir=" + profile, what));
    Jvm started = Jvm.start(command, READY, line -> {});
    address = started.readyLine().substring(READY.length());
    return started.process();
  }

  private Browser connect() {
    return playwright.chromium().connectOverCDP(address);
  }

  public Browser browser() {
    return browser;
  }

  private BrowserContext user() {
    return browser.contexts().get(0);
  }

  /** Opens a blank tab in a window of its own. */
  public Page open() {
    JsonObject target = new JsonObject();
    target.addProperty("url", "about:blank");
    target.addProperty("newWindow", true);
    return user()
        .waitForPage(() -> browser.newBrowserCDPSession().send("Target.createTarget", target));
  }

  /** Waits until an item of some tab's sessionStorage is on the disk, as it was at some time. */
  void awaitWritten(Page page, String item) {
    await(page, () -> isWritten(item), "written " + item);
  }

  private static void await(Page page, BooleanSupplier isDone, String what) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!isDone.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("The browser has not " + what);
      }
      page.waitForTimeout(LOOK_MS);
    }
  }

  private boolean isWritten(String item) {
    Path storage = profile.resolve("Default").resolve("Session Storage");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(storage, "*.log")) {
      for (Path file : files) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(item)) {
          return true;
        }
      }
      return false;
    } catch (IOException notYet) {
      return false;
    }
  }

  /**
   * SIGKILL of all its processes: nothing is written any more. Not before it has written its
   * preferences, seconds after its first start: one without them is not asked to restore anything.
   */
  public void kill() {
    await(user().pages().get(0), () -> Files.exists(preferences()), "written its preferences");
    killProcesses();
    browser.close();
  }

  private void killProcesses() {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
  }

  /**
   * Starts it again, as if its user had answered yes when asked whether to restore the tabs.
   *
   * @param urls of the tabs, each another
   * @return those tabs, in this order
   */
  public List<Page> restore(List<String> urls) {
    answerYes();
    process = launch("--restore-last-session");
    browser = connect();
    List<Page> restored = urls.stream().map(this::awaitPage).toList();
    // What its user had closed just before may still be in the file that it restores from.
    List.copyOf(user().pages()).stream()
        .filter(page -> !restored.contains(page))
        .forEach(Page::close);
    return restored;
  }

  private Page awaitPage(String url) {
    await(anyPage(), () -> find(url).isPresent(), "restored " + url);
    return find(url).orElseThrow();
  }

  /** A browser that is busy has none right after its start. */
  private Page anyPage() {
    return user().pages().stream().findFirst().orElseGet(() -> user().waitForPage(() -> {}));
  }

  private Optional<Page> find(String url) {
    return user().pages().stream().filter(page -> page.url().equals(url)).findFirst();
  }

  private Path preferences() {
    return profile.resolve("Default").resolve("Preferences");
  }

  /** After a crash Chromium asks; after an orderly end it is enough to be told at the start. */
  private void answerYes() {
    try {
      String text = Files.readString(preferences());
      Files.writeString(
          preferences(), text.replace("\"exit_type\":\"Crashed\"", "\"exit_type\":\"Normal\""));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    killProcesses();
    playwright.close();
  }
}
