package dev.livestash.acceptance.proxies;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import dev.livestash.acceptance.e2e.Chromium;
import dev.livestash.acceptance.e2e.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Runs each documented configuration of a proxy in front of two nodes that are killed and deployed
 * under tabs in a real browser, and prints how long the tabs were away. Ends with 0 only if each
 * was back in time, with everything.
 */
final class Proxies {
  private static final int TABS = 3;
  private static final int EXIT_BAD = 1;
  private static final int EXIT_USAGE = 2;
  private static final String DEFAULTS = "--defaults";
  private static final String USAGE = "usage: [--defaults] [nginx] [haproxy] [caddy] [httpd]";

  private Proxies() {}

  /**
   * The program.
   *
   * @param arguments which proxies, all if it does not say; {@code --defaults} leaves out what
   *     makes their deploys fast
   */
  public static void main(String[] arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments));
    boolean withRemedies = !words.remove(DEFAULTS);
    List<ProxyKind> kinds = words.stream().flatMap(name -> ProxyKind.named(name).stream()).toList();
    if (kinds.size() != words.size()) {
      System.err.println(USAGE);
      System.exit(EXIT_USAGE);
    }
    // Whatever ends this: no proxy and no node is left behind.
    Runtime.getRuntime().addShutdownHook(new Thread(Proxies::endAll));
    System.exit(run(kinds.isEmpty() ? ProxyKind.all() : kinds, withRemedies) ? 0 : EXIT_BAD);
  }

  private static void endAll() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean run(List<ProxyKind> kinds, boolean withRemedies) throws Exception {
    List<String> rows = new ArrayList<>();
    boolean isGood = true;
    for (ProxyKind kind : kinds) {
      Path folder = Files.createTempDirectory("livestash-proxies");
      // A proxy's workers, which are another user, come through to the files below.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      for (Tally tally : run(kind, folder, withRemedies)) {
        rows.add(tally.row(kind.toString()));
        isGood &= tally.isGood();
      }
    }
    System.out.print(Tally.head() + String.join("\n", rows) + "\n");
    return isGood;
  }

  private static List<Tally> run(ProxyKind kind, Path folder, boolean withRemedies)
      throws Exception {
    System.err.println(kind + ": " + ProxyProcess.version(kind));
    Executor timer = Executors.newSingleThreadExecutor(Proxies::daemon);
    Certificate certificate = Certificate.make(folder, Setup.HOST);
    try (Nodes nodes = new Nodes(folder, timer)) {
      Setup setup = new Setup(folder, FreePort.find(), FreePort.find(), nodes.ports(), certificate);
      try (ProxyProcess proxy = ProxyProcess.start(kind, setup, withRemedies);
          Chromium.Running chromium =
              Chromium.Running.start(
                  "--host-resolver-rules=MAP " + Setup.HOST + " 127.0.0.1:" + setup.port())) {
        List<Visitor> visitors = visitors(chromium.browser());
        List<Tally> tallies = new ArrayList<>();
        tallies.add(protocols(kind, visitors.get(0)));
        tallies.addAll(new Scenario(nodes, proxy, visitors).run());
        return tallies;
      }
    }
  }

  /** One that falls back serves as well as any, so nothing else would tell. */
  private static Tally protocols(ProxyKind kind, Visitor visitor) {
    String spoken = visitor.protocols();
    System.err.println("  " + spoken);
    return Tally.ofProtocols(spoken, kind.protocols().orElse(spoken));
  }

  /** Each in a context of its own, as if they were so many people. */
  private static List<Visitor> visitors(Browser browser) {
    return IntStream.range(0, TABS)
        .mapToObj(
            each -> {
              BrowserContext user =
                  browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
              user.addInitScript(Visitor.NOTING);
              return Visitor.open(user, "https://" + Setup.HOST + Setup.PREFIX);
            })
        .toList();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "redis");
    thread.setDaemon(true);
    return thread;
  }
}
