package dev.livestash.jcache;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.outcome;
import static dev.livestash.TestTab.sure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.Counter;
import dev.livestash.TestServer;
import dev.livestash.TestTab;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/**
 * A tab that commits without end, and comes back again and again with what it holds: what it was
 * told to be kept is there each time.
 */
final class CommittingTab implements Runnable {
  private static final int COMMITS = 20;

  private final TestServer server;
  private final AtomicInteger kept = new AtomicInteger();
  private volatile boolean isOver;
  private JsonNode keep;

  /** The first token that it held with an event in it. */
  private JsonNode old;

  private int attempts = 1;

  CommittingTab(TestServer server) {
    this.server = server;
    try (TestTab tab = server.tab("counter")) {
      keep = tab.joinNew("counter");
      keep = commit(tab);
      old = keep;
    }
  }

  @Override
  public void run() {
    while (!isOver) {
      visit(COMMITS);
    }
  }

  /** Comes back once, finds what it was told to be kept, and commits once. */
  void comesBack() {
    isOver = false;
    while (!visit(1)) {
      Thread.onSpinWait();
    }
  }

  void isOver() {
    isOver = true;
  }

  /** How many snapshots were kept so far. */
  int kept() {
    return kept.get();
  }

  /** False if it was sent away, since a store does not answer. */
  private boolean visit(int commits) {
    try (TestTab tab = server.tab("counter")) {
      Optional<JsonNode> joined = joined(tab, keep);
      if (joined.isEmpty()) {
        return false;
      }
      assertThat(outcome(joined.get())).as("after " + kept).isEqualTo("restored");
      assertThat(joined.get().get("data").get("count").asInt()).isEqualTo(kept.get());
      for (int i = 0; i < commits && !isOver; i++) {
        keep = commit(tab);
      }
      return true;
    }
  }

  private JsonNode commit(TestTab tab) {
    int n = kept.get() + 1;
    JsonNode next = tab.send(event(n, "add", new Counter.Add(1))).last("keep");
    while (next.get("seen").asInt() < n) {
      // The first one of an attach is of the state that it came with.
      tab.send(TestTab.kept(next));
      next = tab.last("keep");
    }
    tab.send(TestTab.kept(next));
    kept.set(n);
    return next;
  }

  /** The answer to a join; empty if the tab is to come again, since a store does not answer. */
  private Optional<JsonNode> joined(TestTab tab, JsonNode token) {
    tab.send(sure("counter", ++attempts, token));
    return tab.nextUnlessClosed();
  }

  /** Joins until there is an answer, with the newest token that it holds, or its first one. */
  JsonNode joinAgain(boolean withFirst) {
    while (true) {
      try (TestTab tab = server.tab("counter")) {
        Optional<JsonNode> joined = joined(tab, withFirst ? old : keep);
        if (joined.isPresent()) {
          return joined.get();
        }
      }
    }
  }
}
