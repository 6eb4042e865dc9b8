package dev.livestash.acceptance.chaos;

import com.microsoft.playwright.PlaywrightException;
import dev.livestash.acceptance.e2e.RestorableChromium;
import dev.livestash.acceptance.e2e.SheetPage;
import dev.livestash.testkit.Network;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Kills servers under tabs that are worked in, and counts what the tabs lose by it. Ends with one
 * line, and with 0 only if that is nothing.
 */
final class Chaos {
  private static final int EXIT_WRONG = 1;
  private static final int EXIT_USAGE = 2;
  private static final int TIMERS = 2;
  private static final long LOOK_SECONDS = 10;
  private static final int SMALL_ROWS = 40;

  /** A page that costs little to draw, so that the time goes into what is looked for. */
  private static final String CALM = "--force-prefers-reduced-motion";

  private Chaos() {}

  /**
   * Runs it.
   *
   * @param arguments see {@link Settings#USAGE}
   */
  public static void main(String[] arguments) throws Exception {
    Settings settings;
    try {
      settings = Settings.parse(arguments);
    } catch (IllegalArgumentException misunderstood) {
      System.err.println(misunderstood.getMessage() + "\n" + Settings.USAGE);
      System.exit(EXIT_USAGE);
      return;
    }
    System.exit(run(settings) ? 0 : EXIT_WRONG);
  }

  private static boolean run(Settings settings) throws Exception {
    Path folder = Files.createTempDirectory("livestash-chaos");
    ScheduledExecutorService timer = Executors.newScheduledThreadPool(TIMERS, Chaos::daemon);
    try (RestorableChromium chromium =
            new RestorableChromium(
                folder.resolve("profile"), "--disable-gpu", "--disable-popup-blocking", CALM);
        Boot boot = new Boot(folder, settings, timer)) {
      boot.prepare(chromium.browser());
      try (Fleet fleet = new Fleet(boot, settings.nodes(), settings.seed(), timer);
          Network network = new Network(fleet::route, timer)) {
        Tokens tokens = new Tokens(boot.keys(), boot.shared().map(SharedStore::snapshots));
        Runtime.getRuntime().addShutdownHook(new Thread(fleet::close));
        Trace trace = new Trace();
        Desk desk = new Desk(chromium);
        List<Tab> tabs = open(desk, network.url(), tokens, settings, trace);
        Site site = new Site(fleet, boot.shared(), network, timer, trace);
        Run run = new Run(site, desk, tabs, trace, settings);
        Thread main = Thread.currentThread();
        ScheduledFuture<?> looks =
            timer.scheduleWithFixedDelay(
                () -> giveUpIfStuck(main, fleet, run),
                LOOK_SECONDS,
                LOOK_SECONDS,
                TimeUnit.SECONDS);
        boolean isClean = execute(run, Plan.of(settings));
        looks.cancel(false);
        return isClean;
      }
    } finally {
      timer.shutdownNow();
      delete(folder);
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
        for (Path file : files) {
          delete(file);
        }
      }
    }
    Files.delete(path);
  }

  private static boolean execute(Run run, List<Act> plan) throws InterruptedException {
    try {
      run.execute(plan);
    } catch (PlaywrightException | ExecutionException | TimeoutException failure) {
      // The browser or the servers do not do what they are told: not clean, whatever was counted.
      failure.printStackTrace(System.out);
    }
    print(run);
    return run.isClean();
  }

  private static void print(Run run) {
    if (!run.isClean()) {
      System.out.println(run.report());
    }
    System.out.println(run.line());
  }

  /** Ends a run that hangs, for example because the browser does not answer any more. */
  private static void giveUpIfStuck(Thread main, Fleet fleet, Run run) {
    if (run.isStuck()) {
      // At what, if it is the browser that does not answer.
      for (StackTraceElement at : main.getStackTrace()) {
        System.out.println("stuck at " + at);
      }
      fleet.close();
      print(run);
      Runtime.getRuntime().halt(EXIT_WRONG);
    }
  }

  /** Opens the tabs while all is well: one with a large sheet, the others with small ones. */
  private static List<Tab> open(
      Desk desk, String url, Tokens tokens, Settings settings, Trace trace) {
    List<Tab> tabs = new ArrayList<>();
    for (int i = 0; i < Plan.TABS; i++) {
      SheetPage page =
          desk.open(url + "?tab=" + i + (settings.restsOnServers(i) ? "&" + Tab.ON_SERVERS : ""));
      fill(page, i);
      tabs.add(new Tab("tab " + i, page, tokens, trace));
    }
    return tabs;
  }

  private static void fill(SheetPage page, int tab) {
    if (tab == 0) {
      page.click("sample-airports");
    } else {
      page.paste(smallTable());
    }
    page.byId("cell-0-0").waitFor();
  }

  private static String smallTable() {
    return IntStream.rangeClosed(1, SMALL_ROWS)
        .mapToObj(row -> "%d,%d,name %d,,".formatted(row, row * 37 % 101, row))
        .collect(Collectors.joining("\n", "id,number,name,note,more\n", ""));
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "chaos-timer");
    thread.setDaemon(true);
    return thread;
  }
}
