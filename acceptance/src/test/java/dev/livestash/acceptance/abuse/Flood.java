package dev.livestash.acceptance.abuse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many sockets, of both views in turn, each of which is given frame after frame as far as it takes
 * them: nobody waits for one that is not read.
 */
final class Flood implements Attack.Deed {
  /** What a socket sends as its nth frame. */
  interface Frame {
    String text(int n, Attack attack);
  }

  private static final int AT_ONCE = 100;
  private static final int ROUND_MILLIS = 5;

  private final int sockets;
  private final Frame frame;
  private final AtomicInteger missing = new AtomicInteger();
  private final Queue<Pushed> all = new ConcurrentLinkedQueue<>();

  Flood(int sockets, Frame frame) {
    this.sockets = sockets;
    this.frame = frame;
  }

  /** A socket, and what it has not taken yet. */
  private final class Pushed {
    private final Stranger stranger;
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private int n;

    Pushed(Stranger stranger) {
      this.stranger = stranger;
    }

    void push(Attack attack) throws IOException {
      if (!rest.hasRemaining()) {
        rest = Stranger.framed(frame.text(++n, attack));
      }
      stranger.push(rest);
    }
  }

  @Override
  public void prepare(Attack attack) throws InterruptedException {
    attack.many(sockets, n -> open(attack, n));
    missing.set(sockets - all.size());
  }

  /** Whichever is ended is followed by another one. */
  @Override
  public void once(Attack attack) throws IOException, InterruptedException {
    push(attack);
    int left = missing.getAndUpdate(n -> Math.max(0, n - 1));
    if (left == 0) {
      attack.countsNot();
      Thread.sleep(ROUND_MILLIS);
      return;
    }
    try {
      open(attack, left);
    } catch (IOException turnedAway) {
      missing.incrementAndGet();
      throw turnedAway;
    }
  }

  private void open(Attack attack, int n) throws IOException {
    String view = n % 2 == 0 ? Victim.ATTACKED : Victim.BESIDE;
    all.add(new Pushed(attack.keep(Stranger.joined(attack.port(), view))));
  }

  private void push(Attack attack) {
    for (int n = 0; n < AT_ONCE; n++) {
      Pushed next = all.poll();
      if (next == null) {
        return;
      }
      try {
        next.push(attack);
        all.add(next);
      } catch (IOException ended) {
        missing.incrementAndGet();
        attack.isRefused();
      }
    }
  }
}
