package dev.livestash.acceptance.proxies;

import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** All that is done to nodes and proxy while people work in their tabs. */
final class Scenario {
  private static final int MAX_AWAY_MILLIS = 3_000;

  /** A page is loaded with all that belongs to it. */
  private static final int MAX_LOAD_MILLIS = 5_000;

  private static final int DEPLOYS = 4;
  private static final int KILLS = 2;
  private static final int BETWEEN_STEPS_MS = 1_000;

  /** How long it is looked whether a reload of the proxy cuts anybody. */
  private static final int AFTER_RELOAD_MS = 2_000;

  private final Nodes nodes;
  private final ProxyProcess proxy;
  private final List<Visitor> visitors;
  private final List<Tally> tallies = new ArrayList<>();

  Scenario(Nodes nodes, ProxyProcess proxy, List<Visitor> visitors) {
    this.nodes = nodes;
    this.proxy = proxy;
    this.visitors = visitors;
  }

  /** Does it all. */
  List<Tally> run() throws IOException, InterruptedException, ExecutionException {
    during("edits", CompletableFuture.completedFuture(null));
    for (int kill = 1; kill <= KILLS; kill++) {
      during("kill -9, " + kill, nodes.kill(visitors.get(0).node()));
    }
    for (int deploy = 1; deploy <= DEPLOYS; deploy++) {
      during("rolling deploy " + deploy, nodes.deploy());
    }
    reloadPages();
    proxy.reload();
    during("reload of the proxy", CompletableFuture.runAsync(() -> {}, later()));
    return tallies;
  }

  private static Executor later() {
    return CompletableFuture.delayedExecutor(AFTER_RELOAD_MS, TimeUnit.MILLISECONDS);
  }

  /** Works until that is over, and all are back. */
  private void during(String step, CompletableFuture<Void> deed)
      throws InterruptedException, ExecutionException {
    Tally tally = new Tally(step, MAX_AWAY_MILLIS);
    tallies.add(tally);
    do {
      for (Visitor visitor : visitors) {
        check(tally, visitor::work);
      }
      visitors.get(0).pause(BETWEEN_STEPS_MS);
    } while (!deed.isDone());
    deed.get();
    for (Visitor visitor : visitors) {
      settle(tally, visitor);
    }
    System.err.println("  " + tally.row("") + String.join("\n", tally.lost()));
  }

  private static void settle(Tally tally, Visitor visitor) {
    check(tally, visitor::isComplete);
    Visitor.Notes notes = visitor.notes();
    notes.away().forEach(tally::away);
    notes.codes().forEach(tally::closed);
  }

  private static void check(Tally tally, Runnable part) {
    try {
      part.run();
    } catch (AssertionError | PlaywrightException lost) {
      tally.lost(String.valueOf(lost.getMessage()));
    }
  }

  private void reloadPages() {
    Tally tally = new Tally("reload of the page", MAX_LOAD_MILLIS);
    tallies.add(tally);
    for (Visitor visitor : visitors) {
      tally.away(visitor.reload());
      settle(tally, visitor);
    }
    System.err.println("  " + tally.row(""));
  }
}
