package dev.livestash.acceptance.abuse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One way to hurt a server, for a while. */
final class Attack implements AutoCloseable {
  /** What is done again and again until the time is over; what fails, fails. */
  interface Deed {
    void once(Attack attack) throws IOException, InterruptedException;
  }

  private final int port;
  private final long untilNanos;
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final List<Stranger> strangers = new ArrayList<>();

  Attack(int port, long seconds) {
    this.port = port;
    this.untilNanos = System.nanoTime() + seconds * 1_000_000_000L;
  }

  int port() {
    return port;
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

  /** Runs a deed on some threads until the time is over. */
  void run(int threads, Deed deed) throws InterruptedException {
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
