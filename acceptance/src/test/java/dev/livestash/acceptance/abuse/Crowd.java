package dev.livestash.acceptance.abuse;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The good tabs, and how long they wait. */
final class Crowd implements AutoCloseable, GoodTab.Watcher {
  private static final int TURNED_AWAY = 1013;
  private static final int OPENING_AT_ONCE = 50;

  private final List<GoodTab> tabs = new ArrayList<>();
  private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(16);
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private final ScheduledFuture<?> editing;
  private List<Long> waits = new ArrayList<>();
  private int next;

  Crowd(int count, int port, int editsPerSecond) throws InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    for (int n = 0; n < count; n++) {
      GoodTab tab = new GoodTab(http, port, timers, this);
      tabs.add(tab);
      tab.open();
      if (n % OPENING_AT_ONCE == 0) {
        awaitLive(n / 2);
      }
    }
    awaitLive(count);
    editing =
        timers.scheduleAtFixedRate(
            this::edit, 0, 1_000_000 / editsPerSecond, TimeUnit.MICROSECONDS);
  }

  private void awaitLive(int count) throws InterruptedException {
    for (int tries = 0; tries < 600 && live() < count; tries++) {
      Thread.sleep(100);
    }
  }

  long live() {
    return tabs.stream().filter(GoodTab::isLive).count();
  }

  private void edit() {
    tabs.get(next++ % tabs.size()).add();
  }

  @Override
  public synchronized void answered(long nanos) {
    waits.add(nanos);
  }

  @Override
  public void closed(int code) {
    (code == TURNED_AWAY ? turnedAway : closed).incrementAndGet();
  }

  /**
   * What was since the last time.
   *
   * @param p99Millis how long an edit waits
   * @param closed how many sockets ended
   * @param turnedAway how many of them with 1013
   */
  record Watched(double p99Millis, int edits, int closed, int turnedAway) {}

  synchronized Watched since() {
    long[] sorted = waits.stream().mapToLong(Long::longValue).sorted().toArray();
    waits = new ArrayList<>();
    double p99 = sorted.length == 0 ? Double.NaN : sorted[(int) (sorted.length * 0.99)] / 1e6;
    int away = turnedAway.getAndSet(0);
    return new Watched(p99, sorted.length, closed.getAndSet(0), away);
  }

  /** Stops editing, and counts the events that are not there once. */
  long wrongInTheEnd() throws InterruptedException {
    editing.cancel(false);
    for (int tries = 0; tries < 100 && wrong() > 0; tries++) {
      Thread.sleep(100);
    }
    return wrong();
  }

  private long wrong() {
    return tabs.stream().mapToLong(GoodTab::wrong).sum();
  }

  @Override
  public void close() {
    tabs.forEach(GoodTab::close);
    timers.shutdownNow();
  }
}
