package dev.livestash.acceptance.abuse;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The good tabs of one view, and how long they wait. */
final class Group implements GoodTab.Watcher, AutoCloseable {
  private static final int TURNED_AWAY = 1013;

  private final String view;
  private final int port;
  private final HttpClient http;
  private final ScheduledExecutorService timers;
  private final List<GoodTab> tabs = new CopyOnWriteArrayList<>();
  private final List<GoodTab> newcomers = new CopyOnWriteArrayList<>();

  /** Those that edit as soon as they are live. */
  private final Set<GoodTab> coming = ConcurrentHashMap.newKeySet();

  private final Queue<Long> waits = new ConcurrentLinkedQueue<>();
  private final Queue<Long> comings = new ConcurrentLinkedQueue<>();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private volatile long sinceNanos = System.nanoTime();
  private int nextToEdit;
  private int nextToLeave;

  Group(String view, int port, HttpClient http, ScheduledExecutorService timers) {
    this.view = view;
    this.port = port;
    this.http = http;
    this.timers = timers;
  }

  /** Opens one more. */
  void grow() {
    tabs.add(opened());
  }

  private GoodTab opened() {
    GoodTab tab = new GoodTab(view, http, port, timers, this);
    tab.open();
    return tab;
  }

  private Stream<GoodTab> all() {
    return Stream.concat(tabs.stream(), newcomers.stream());
  }

  long live() {
    return tabs.stream().filter(GoodTab::isLive).count();
  }

  /** Has the next one edit that is there: whoever has left sees no page to edit. */
  void edit() {
    for (int tries = 0; tries < tabs.size(); tries++) {
      GoodTab tab = tabs.get(nextToEdit++ % tabs.size());
      if (!tab.hasLeft()) {
        tab.add(true);
        return;
      }
    }
  }

  /** Has one leave and come back, which waits for nothing, and a new one come. */
  void comeAndGo() {
    GoodTab newcomer = opened();
    newcomers.add(newcomer);
    coming.add(newcomer);
    for (int tries = 0; tries < tabs.size(); tries++) {
      GoodTab tab = tabs.get(nextToLeave++ % tabs.size());
      if (tab.leave()) {
        coming.add(tab);
        return;
      }
    }
  }

  /** How many are not live. */
  long missing() {
    return all().filter(tab -> !tab.isLive()).count();
  }

  /** Has the new ones go for good whose events are there. */
  void dismissNewcomers() {
    List<GoodTab> gone =
        newcomers.stream().filter(tab -> tab.isLive() && tab.wrong() == 0).toList();
    gone.forEach(GoodTab::close);
    newcomers.removeAll(gone);
  }

  // --- what becomes of them

  @Override
  public void answered(long sentAtNanos) {
    // What was sent before was counted as it stood then.
    if (sentAtNanos - sinceNanos >= 0) {
      waits.add(System.nanoTime() - sentAtNanos);
    }
  }

  @Override
  public void joined(GoodTab tab, long nanos) {
    comings.add(nanos);
    if (coming.remove(tab)) {
      // After a join it has more to do than else, so it would not compare.
      tab.add(false);
    }
  }

  @Override
  public void ended(int code, boolean wasLive) {
    (code == TURNED_AWAY || !wasLive ? turnedAway : closed).incrementAndGet();
  }

  /**
   * How long was waited since the last time; what still waits counts as if it were answered now.
   *
   * @param p99Millis for an edit's answer
   * @param open how many of them have none
   * @param joinMillis the longest time until one that came was live
   */
  record Waits(double p99Millis, int edits, int open, double joinMillis) {}

  Waits waits() {
    long now = System.nanoTime();
    List<Long> open =
        all().flatMap(GoodTab::unanswered).filter(sent -> sent - sinceNanos >= 0).toList();
    List<Long> all = taken(waits);
    open.forEach(sent -> all.add(now - sent));
    List<Long> joins = taken(comings);
    all().flatMap(GoodTab::unjoined).forEach(since -> joins.add(now - since));
    sinceNanos = now;
    return new Waits(quantile(all, 0.99), all.size(), open.size(), quantile(joins, 1));
  }

  private static List<Long> taken(Queue<Long> from) {
    List<Long> all = new ArrayList<>();
    for (Long next = from.poll(); next != null; next = from.poll()) {
      all.add(next);
    }
    return all;
  }

  private static double quantile(List<Long> nanos, double quantile) {
    List<Long> sorted = nanos.stream().sorted().toList();
    int last = sorted.size() - 1;
    return last < 0 ? Double.NaN : sorted.get((int) Math.min(last, sorted.size() * quantile)) / 1e6;
  }

  /**
   * How sockets ended since the last time.
   *
   * @param closed how many that were live
   * @param turnedAway how many were not, or were told to try again later; and who is not live now
   */
  record Ends(int closed, long turnedAway) {
    Ends and(Ends others) {
      return new Ends(closed + others.closed, turnedAway + others.turnedAway);
    }
  }

  Ends ends() {
    return new Ends(closed.getAndSet(0), turnedAway.getAndSet(0) + missing());
  }

  /** How many events the server has not, or has more than once. */
  long wrong() {
    return all().mapToLong(GoodTab::wrong).sum();
  }

  @Override
  public void close() {
    all().forEach(GoodTab::close);
  }
}
