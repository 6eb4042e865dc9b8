package dev.livestash.acceptance.abuse;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The good tabs: most of them are of the view that is attacked, the others of one beside it. */
final class Crowd implements AutoCloseable {
  /** So many come back during an attack, and so many new ones come. */
  static final int COMING = 20;

  /** How long whoever comes may take to be live. */
  static final Duration JOIN_PATIENCE = Duration.ofSeconds(5);

  private static final int OPENING_AT_ONCE = 50;
  private static final Duration OPENING_PATIENCE = Duration.ofMinutes(1);
  private static final Duration CATCHING_UP = Duration.ofMinutes(1);

  /** Every fourth tab is of the other view, and every fourth edit, and every fourth that comes. */
  private static final int FOR_ONE_BESIDE = 4;

  private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(16);
  private final AtomicLong edits = new AtomicLong();
  private final Group attacked;
  private final Group beside;
  private volatile boolean isOver;

  Crowd(int count, int port) throws InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    attacked = new Group(Victim.ATTACKED, port, http, timers);
    beside = new Group(Victim.BESIDE, port, http, timers);
    for (int n = 0; n < count; n++) {
      group(n).grow();
      if (n % OPENING_AT_ONCE == 0) {
        awaitLive(n / 2);
      }
    }
    awaitLive(count);
  }

  private Group group(long n) {
    return n % FOR_ONE_BESIDE == FOR_ONE_BESIDE - 1 ? beside : attacked;
  }

  private void awaitLive(int count) throws InterruptedException {
    long deadline = System.nanoTime() + OPENING_PATIENCE.toNanos();
    while (live() < count && System.nanoTime() - deadline < 0) {
      Thread.sleep(100);
    }
  }

  long live() {
    return attacked.live() + beside.live();
  }

  /** How long those of each view have waited. */
  record Waits(Group.Waits attacked, Group.Waits beside) {}

  Waits waits() {
    return new Waits(attacked.waits(), beside.waits());
  }

  /** How sockets of both views ended since the last time; who is not live, is turned away. */
  Group.Ends ends() {
    return attacked.ends().and(beside.ends());
  }

  void dismissNewcomers() {
    attacked.dismissNewcomers();
    beside.dismissNewcomers();
  }

  /** Has them edit from now on, one after the other. */
  void edit(int editsPerSecond) {
    var unused =
        timers.scheduleAtFixedRate(
            () -> {
              if (!isOver) {
                group(edits.getAndIncrement()).edit();
              }
            },
            0,
            1_000_000 / editsPerSecond,
            TimeUnit.MICROSECONDS);
  }

  /** Has some leave and come back, and new ones come, in the first part of a time. */
  void comeAndGo(Duration time) {
    long between = time.toMillis() * 3 / 4 / COMING;
    for (int n = 0; n < COMING; n++) {
      var unused = timers.schedule(group(n)::comeAndGo, between * n, TimeUnit.MILLISECONDS);
    }
  }

  /** Waits until all are live, for as long as one may take. */
  void awaitComing() throws InterruptedException {
    long deadline = System.nanoTime() + JOIN_PATIENCE.toNanos();
    while (attacked.missing() + beside.missing() > 0 && System.nanoTime() - deadline < 0) {
      Thread.sleep(50);
    }
  }

  /** Stops editing, and counts the events that are not there once. */
  long wrongInTheEnd() throws InterruptedException {
    isOver = true;
    long deadline = System.nanoTime() + CATCHING_UP.toNanos();
    while (wrong() > 0 && System.nanoTime() - deadline < 0) {
      Thread.sleep(100);
    }
    return wrong();
  }

  private long wrong() {
    return attacked.wrong() + beside.wrong();
  }

  @Override
  public void close() {
    attacked.close();
    beside.close();
    timers.shutdownNow();
  }
}
