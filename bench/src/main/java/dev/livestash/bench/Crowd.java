package dev.livestash.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/**
 * Tabs that are used at an even pace, whether or not they are answered, on one thread: some stay,
 * and send events in turn; others come, join, and go.
 */
@NullMarked
final class Crowd implements AutoCloseable {
  private static final Duration BETWEEN_EVENTS = Duration.ofMillis(3);
  private static final Duration BETWEEN_JOINS = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long tabs waited for the answers to their events and their joins. */
  record Answers(Waits events, Waits joins) {
    static Answers none() {
      return new Answers(new Waits(), new Waits());
    }
  }

  private final InetSocketAddress server;
  private final Selector selector;
  private final ByteBuffer room = ByteBuffer.allocate(128 << 10);
  private final List<CrowdTab> tabs = new ArrayList<>();
  private final Deque<CrowdTab> visitors = new ArrayDeque<>();
  private final List<SwarmClient> sleepers = new ArrayList<>();
  private Answers answers = Answers.none();
  private int turn;

  Crowd(InetSocketAddress server, int count) throws IOException {
    this.server = server;
    this.selector = Selector.open();
    for (int i = 0; i < count; i++) {
      tabs.add(tab());
    }
    long end = in(PATIENCE);
    while (!tabs.stream().allMatch(CrowdTab::isSettled) && System.nanoTime() < end) {
      select();
    }
  }

  private CrowdTab tab() throws IOException {
    return new CrowdTab(selector, server, room, () -> answers);
  }

  /** Uses the tabs for so long; then waits for what is not answered yet. */
  Answers use(Duration time) throws IOException {
    answers = Answers.none();
    long end = in(time);
    long nextEvent = System.nanoTime();
    long nextJoin = nextEvent;
    for (long now = nextEvent; now < end; now = System.nanoTime()) {
      if (now >= nextEvent) {
        tabs.get(turn++ % tabs.size()).send();
        nextEvent += BETWEEN_EVENTS.toNanos();
      }
      if (now >= nextJoin) {
        visitors.add(tab());
        closeSettled();
        nextJoin += BETWEEN_JOINS.toNanos();
      }
      select();
    }
    awaitAll();
    return answers;
  }

  private void closeSettled() throws IOException {
    while (!visitors.isEmpty() && visitors.element().isSettled()) {
      visitors.remove().close();
    }
  }

  private void awaitAll() throws IOException {
    long end = in(PATIENCE);
    while (System.nanoTime() < end && isWaiting()) {
      select();
    }
    tabs.forEach(CrowdTab::giveUp);
    visitors.forEach(CrowdTab::giveUp);
    for (CrowdTab visitor : visitors) {
      visitor.close();
    }
    visitors.clear();
  }

  private boolean isWaiting() {
    return tabs.stream().anyMatch(CrowdTab::waits) || visitors.stream().anyMatch(CrowdTab::waits);
  }

  private void select() throws IOException {
    selector.select(SwarmClient::ready, 1);
  }

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  // --- the tabs of the other view

  /** Opens so many tabs beside, whose handlers fall asleep once they have joined. */
  void openSleepers(int count) throws IOException {
    String join = Server.join(SleepyView.NAME, Optional.empty());
    Swarm.Script script = new Swarm.Script(any -> join, Crowd::sleep, 1);
    for (int i = 0; i < count; i++) {
      sleepers.add(new SwarmClient(selector, server, "/" + SleepyView.NAME, script, i, room));
    }
  }

  private static Optional<String> sleep(String frame) {
    return frame.startsWith("{\"t\":\"joined\"")
        ? Optional.of(CrowdTab.event(SleepyView.SLEEP, 1))
        : Server.kept(frame);
  }

  void closeSleepers() throws IOException {
    for (SwarmClient sleeper : sleepers) {
      sleeper.close();
    }
    sleepers.clear();
  }

  @Override
  public void close() throws IOException {
    closeSleepers();
    for (CrowdTab tab : tabs) {
      tab.close();
    }
    selector.close();
  }
}
