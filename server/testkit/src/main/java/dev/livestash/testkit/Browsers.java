package dev.livestash.testkit;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Tracing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The browser of a class's tests, and the pages of the present one, each with its trace. */
final class Browsers {
  private final String baseUrl;
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<OwnBrowser> owned = new ArrayList<>();
  private final List<ChromiumProfile> profiles = new CopyOnWriteArrayList<>();
  private @Nullable Playwright playwright;
  private @Nullable Browser browser;

  Browsers(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  /** One for all tests, started when the first one asks. */
  Browser browser() {
    Browser present = browser;
    if (present == null) {
      present = launch();
      browser = present;
    }
    return present;
  }

  private Browser launch() {
    LaunchOptions which = new LaunchOptions();
    named().ifPresent(which::setExecutablePath);
    return playwright().chromium().launch(which);
  }

  /** The browser that the environment names. */
  private static Optional<Path> named() {
    return Optional.ofNullable(System.getenv("CHROMIUM")).map(Path::of);
  }

  private Playwright playwright() {
    Playwright present = playwright;
    if (present == null) {
      Playwright.CreateOptions how = new Playwright.CreateOptions();
      named().ifPresent(path -> how.setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      present = Playwright.create(how);
      playwright = present;
    }
    return present;
  }

  /** A browser of a test's own, which ends with it. */
  OwnBrowser own() {
    Playwright by = playwright();
    Path executable = named().orElseGet(() -> Path.of(by.chromium().executablePath()));
    ChromiumProfile profile = new ChromiumProfile(executable);
    profiles.add(profile);
    OwnBrowser made = new OwnBrowser(by, profile, baseUrl);
    owned.add(made);
    return made;
  }

  /** A page of a user that no other page has. */
  Page newPage() {
    BrowserContext context =
        browser().newContext(new Browser.NewContextOptions().setBaseURL(baseUrl));
    context.tracing().start(new Tracing.StartOptions().setScreenshots(true).setSnapshots(true));
    contexts.add(context);
    return context.newPage();
  }

  /** Saves what shows why a test has failed. */
  void save(Path folder, String log) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("app.log"), log);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    for (int user = 0; user < contexts.size(); user++) {
      String name = "user-" + (user + 1);
      BrowserContext context = contexts.get(user);
      pictures(folder, name, context.pages());
      Path trace = folder.resolve(name + "-trace.zip");
      ifStillThere(() -> context.tracing().stop(new Tracing.StopOptions().setPath(trace)));
    }
    for (int i = 0; i < owned.size(); i++) {
      pictures(folder, "browser-" + (i + 1), owned.get(i).pages());
    }
  }

  private static void pictures(Path folder, String name, List<Page> pages) {
    for (int i = 0; i < pages.size(); i++) {
      Page page = pages.get(i);
      Path picture = folder.resolve(name + "-page-" + (i + 1) + ".png");
      ifStillThere(() -> page.screenshot(new Page.ScreenshotOptions().setPath(picture)));
    }
  }

  /** One that cannot be shown keeps no other from being shown. */
  private static void ifStillThere(Runnable save) {
    try {
      save.run();
    } catch (PlaywrightException gone) {
      System.getLogger("dev.livestash.testkit")
          .log(System.Logger.Level.INFO, "A page could not be shown any more", gone);
    }
  }

  void closePages() {
    List<BrowserContext> open = List.copyOf(contexts);
    contexts.clear();
    Closing.all(List.of(() -> Closing.each(open, BrowserContext::close), this::closeOwned));
  }

  private void closeOwned() {
    owned.clear();
    List<ChromiumProfile> open = List.copyOf(profiles);
    profiles.clear();
    Closing.each(open, ChromiumProfile::close);
  }

  /** From any thread, without what takes long. */
  void killOwned() {
    profiles.forEach(ChromiumProfile::end);
  }

  void close() {
    Closing.all(List.of(this::closeOwned, this::closePlaywright));
  }

  private void closePlaywright() {
    if (playwright != null) {
      playwright.close();
    }
  }
}
