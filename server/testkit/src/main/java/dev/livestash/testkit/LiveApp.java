package dev.livestash.testkit;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One's own app in a JVM of its own, behind a network that can be harmed, and a browser in front of
 * it: an extension of JUnit Jupiter, for Playwright.
 *
 * <pre>{@code
 * @RegisterExtension static final LiveApp app = LiveApp.of(Shop.class).arguments("--port", "{port}");
 *
 * @Test void theCartIsStillThere() {
 *   Page page = app.open("/cart");
 *   page.getByText("Add").click();
 *   app.kill();
 *   app.restart();
 *   assertThat(page.getByText("1 item")).isVisible();
 * }
 * }</pre>
 *
 * <p>The app starts before the first test of a class, with what is {@code @Nested} in it, and is
 * started again before a test that finds it gone, or another release of it; the network is well at
 * each test's begin. Where a test has failed, a screenshot of each page, a trace for {@code
 * playwright show-trace} of each user of {@link #open}, and what the app has written are in {@code
 * target/livestash}, below the names of class and method; of a test that is run several times, with
 * number and display name behind. What was started ends with the tests' JVM, unless that is killed.
 *
 * <p>There is one app, one network and one thread of Playwright's, so the tests of one {@code
 * LiveApp} must not run in parallel: where JUnit runs others so, theirs say
 * {@code @Execution(SAME_THREAD)}.
 */
public final class LiveApp
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final String PORT = "{port}";

  private final String mainClass;
  private final List<String> arguments = new ArrayList<>();
  private final List<String> flags = new ArrayList<>();
  private Path folder = Path.of("");
  private String classPath = System.getProperty("java.class.path");

  /** The class path of the release that was started last. */
  private String release = classPath;

  private int port;
  private volatile @Nullable AppProcess process;
  private volatile @Nullable Running running;
  private int depth; // of classes: JUnit begins and ends the nested ones, too
  private final Thread ending = new Thread(this::killAll, "livestash-testkit-end");

  /** What lives as long as a class's tests. */
  private record Running(Network network, ScheduledExecutorService timer, Browsers browsers) {
    void close() {
      Closing.all(List.of(browsers::close, network::close, timer::shutdownNow));
    }
  }

  private LiveApp(String mainClass) {
    this.mainClass = mainClass;
  }

  /**
   * An app.
   *
   * @param mainClass has the {@code main} that serves it
   * @return the extension, for a static field with {@code @RegisterExtension}
   */
  public static LiveApp of(Class<?> mainClass) {
    return new LiveApp(mainClass.getName());
  }

  // --- settings

  /**
   * What {@code main} is given.
   *
   * @param each {@code {port}} stands for the port that the app is to listen at
   * @return this
   */
  public LiveApp arguments(String... each) {
    arguments.addAll(List.of(each));
    return this;
  }

  /**
   * What its JVM is given.
   *
   * @param each such as {@code -Xmx256m} or {@code -Dserver.port={port}}; {@code -Dport={port}} is
   *     always among them
   * @return this
   */
  public LiveApp flags(String... each) {
    flags.addAll(List.of(each));
    return this;
  }

  /**
   * Where it runs.
   *
   * @param workingDirectory the tests' own by default
   * @return this
   */
  public LiveApp in(Path workingDirectory) {
    folder = workingDirectory;
    return this;
  }

  /**
   * A port that cannot be told to the app.
   *
   * @param number where it listens; a free one by default, which it is told
   * @return this
   */
  public LiveApp port(int number) {
    port = number;
    return this;
  }

  /**
   * What the app is made of.
   *
   * @param entries separated as the JVM's {@code -cp} has it; what the tests see by default
   * @return this
   */
  public LiveApp classPath(String entries) {
    classPath = entries;
    release = entries;
    return this;
  }

  // --- the server

  /** Kills the server: SIGKILL, so that no hook runs and no socket is closed politely. */
  public void kill() {
    alive().kill();
  }

  /**
   * Ends the server as a deployment does: SIGTERM, at which it drains. Returns when it has ended.
   *
   * @throws AssertionError if it has not within 60 s
   * @throws UnsupportedOperationException on Windows, which has no SIGTERM
   */
  public void drain() {
    alive().terminate();
  }

  /**
   * Starts the server again where it was, and waits until it listens; kills it before, if it is
   * still there.
   *
   * @throws AssertionError if it does not listen within 60 s: what it has written
   */
  public void restart() {
    killIfAlive();
    start();
  }

  private void killIfAlive() {
    AppProcess present = process;
    if (present != null && present.isAlive()) {
      present.kill();
    }
  }

  /**
   * Deploys another release: drains this one, and starts the other where it was. The next test
   * begins with the first one again.
   *
   * @param otherClassPath what the other release is made of
   * @throws AssertionError as {@link #drain} and {@link #restart}
   * @throws UnsupportedOperationException as {@link #drain}
   */
  public void deploy(String otherClassPath) {
    drain();
    release = otherClassPath;
    start();
  }

  /**
   * What the server has written since it was started last.
   *
   * @return its last 1,000 lines
   */
  public String log() {
    AppProcess present = process;
    return present == null ? "" : present.log();
  }

  private AppProcess alive() {
    AppProcess present = process;
    if (present == null || !present.isAlive()) {
      throw new IllegalStateException("The app does not run: call restart().");
    }
    return present;
  }

  private void start() {
    AppProcess begun = AppProcess.begin(command(), port);
    // At once, so that it ends with the tests also if these end before it listens.
    process = begun;
    begun.awaitPort(port);
  }

  private ProcessBuilder command() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1"));
    command.add("-Dport=" + PORT);
    command.addAll(flags);
    command.addAll(List.of("-cp", release, mainClass));
    command.addAll(arguments);
    command.replaceAll(one -> one.replace(PORT, String.valueOf(port)));
    return new ProcessBuilder(command).directory(folder.toAbsolutePath().toFile());
  }

  // --- what stands in front of it

  /**
   * The network between browser and server, to be cut, slowed or stalled.
   *
   * @return it; well at the begin of each test
   */
  public Network network() {
    return started().network();
  }

  /**
   * Where the app is reached, through the network.
   *
   * @return its address, with a slash at the end
   */
  public String url() {
    return network().url();
  }

  /**
   * Opens a page of the app, as a user of one's own.
   *
   * @param path from the app's root
   * @return the page, loaded
   */
  public Page open(String path) {
    Page page = started().browsers().newPage();
    page.navigate(url() + (path.startsWith("/") ? path.substring(1) : path));
    return page;
  }

  /**
   * Opens a page that is not loaded yet, for what has to be said to it before.
   *
   * @return a blank page of a user of its own, with {@link #url} as its base
   */
  public Page blank() {
    return started().browsers().newPage();
  }

  /**
   * Duplicates a tab: the copy has what the tab holds in its {@code sessionStorage}.
   *
   * @param page the tab
   * @return its copy, loaded
   */
  public Page duplicate(Page page) {
    Page copy = page.waitForPopup(() -> page.evaluate("() => { window.open(location.href); }"));
    copy.waitForLoadState();
    return copy;
  }

  /**
   * The browser, for contexts of one's own.
   *
   * @return Playwright's Chromium, or the one that the environment's {@code CHROMIUM} names
   */
  public Browser browser() {
    return started().browsers().browser();
  }

  /**
   * A browser with a profile of its own, to be killed and started again with its tabs. It ends with
   * the test.
   *
   * @return it, with nothing open
   */
  public OwnBrowser ownBrowser() {
    return started().browsers().own();
  }

  private Running started() {
    Running present = running;
    if (present == null) {
      throw new IllegalStateException(
          "The app runs within tests only: register it as a static field, @RegisterExtension.");
    }
    return present;
  }

  // --- JUnit

  @Override
  public void beforeAll(ExtensionContext context) {
    if (depth++ > 0) {
      return;
    }
    if (port == 0) {
      port = AppProcess.freePort();
    }
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "network-timer");
              thread.setDaemon(true);
              return thread;
            });
    Network network = new Network(() -> OptionalInt.of(port), timer);
    running = new Running(network, timer, new Browsers(network.url()));
    Runtime.getRuntime().addShutdownHook(ending);
    start();
  }

  /** What was started does not outlive the tests, also where these are ended before their end. */
  private void killAll() {
    AppProcess app = process;
    if (app != null) {
      app.destroy();
    }
    Running present = running;
    if (present != null) {
      present.browsers().killOwned();
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    network().heal();
    boolean isFirstRelease = release.equals(classPath);
    release = classPath;
    AppProcess present = process;
    if (!isFirstRelease || present == null || !present.isAlive()) {
      restart();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Browsers browsers = started().browsers();
    try {
      if (context.getExecutionException().isPresent()) {
        browsers.save(ReportFolder.of(context), log());
      }
    } finally {
      browsers.closePages();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (--depth > 0) {
      return;
    }
    Closing.all(
        List.of(
            this::killIfAlive,
            started()::close,
            () -> Runtime.getRuntime().removeShutdownHook(ending)));
  }
}
