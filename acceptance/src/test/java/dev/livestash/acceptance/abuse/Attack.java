package dev.livestash.acceptance.abuse;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One way to hurt a server, for a while. */
final class Attack implements AutoCloseable {
  /** What is done again and again until the time is over; what fails, fails. */
  interface Deed {
    /** What has to be there before its time begins. */
    default void prepare(Attack attack) throws InterruptedException {}

    void once(Attack attack) throws IOException, InterruptedException;
  }

  private static final int OPENING_AT_ONCE = 8;
  private static final int OPENING_MINUTES = 2;

  private final int port;
  private final Duration time;
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final List<Stranger> strangers = new ArrayList<>();
  private volatile long untilNanos;

  Attack(int port, Duration time) {
    this.port = port;
    this.time = time;
  }

  int port() {
    return port;
  }

  /** A socket that has joined the view that is attacked. */
  Stranger joined() throws IOException {
    return keep(Stranger.joined(port, Victim.ATTACKED));
  }

  /** One that has not. */
  Stranger opened() throws IOException {
    return keep(Stranger.open(port, Victim.ATTACKED));
  }

  /** The server has put an end to something that was done. */
  void isRefused() {
    refused.incrementAndGet();
  }

  /** How long it still goes on. */
  int millisLeft() {
    return (int) Math.max(1, (untilNanos - System.nanoTime()) / 1_000_000);
  }

  /** What is done now is no deed that counts. */
  void countsNot() {
    done.decrementAndGet();
  }

  /** How often it was done, and how often the server has put an end to it. */
  String deeds() {
    return done + "/" + refused;
  }

  boolean goesOn() {
    return System.nanoTime() < untilNanos;
  }

  /** Keeps a socket open to the end of the attack. */
  synchronized Stranger keep(Stranger stranger) {
    strangers.add(stranger);
    return stranger;
  }

  /** One of many sockets that are opened. */
  interface Opening {
    void open(int n) throws IOException;
  }

  /** Opens many, several at a time; those that are turned away are counted. */
  void many(int count, Opening opening) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(OPENING_AT_ONCE);
    for (int each = 0; each < count; each++) {
      int n = each;
      threads.execute(() -> tryTo(opening, n));
    }
    threads.shutdown();
    if (!threads.awaitTermination(OPENING_MINUTES, TimeUnit.MINUTES)) {
      threads.shutdownNow();
    }
  }

  private void tryTo(Opening opening, int n) {
    try {
      opening.open(n);
      done.incrementAndGet();
    } catch (IOException turnedAway) {
      refused.incrementAndGet();
    }
  }

  /** Runs a deed on some threads until the time is over, which begins now. */
  void run(int threads, Deed deed) throws InterruptedException {
    untilNanos = System.nanoTime() + time.toNanos();
    List<Thread> all = new ArrayList<>();
    for (int n = 0; n < threads; n++) {
      Thread thread = new Thread(() -> run(deed));
      thread.setDaemon(true);
      thread.start();
      all.add(thread);
    }
    for (Thread thread : all) {
      thread.join(Math.max(1, (untilNanos - System.nanoTime()) / 1_000_000 + 1000));
    }
  }

  private void run(Deed deed) {
    while (goesOn()) {
      try {
        deed.once(this);
        done.incrementAndGet();
      } catch (IOException failure) {
        refused.incrementAndGet();
        pause();
      } catch (InterruptedException over) {
        return;
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (Stranger stranger : strangers) {
      stranger.close();
    }
  }
}
