package dev.livestash.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The way of one direction's bytes, from their end's reader to the other end's writer: what comes
 * while other bytes are still held up is held up beside them, and not after them. In order, and
 * bounded, so that a reader who is far ahead waits.
 */
final class Passage {
  private static final int MAX_BYTES = 1 << 20;

  private final Gate gate;
  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private int held;
  private boolean hasEnded;
  private boolean hasFailed;
  private boolean isBroken;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chunk(byte[] bytes, long cameNanos) {}

  Passage(Gate gate) {
    this.gate = gate;
  }

  /**
   * Takes bytes in; waits while 1 MiB is held up.
   *
   * @throws IOException if nobody writes them any more
   */
  synchronized void put(byte[] bytes) throws IOException, InterruptedException {
    while (held >= MAX_BYTES && !isBroken) {
      wait();
    }
    check(isBroken);
    chunks.add(new Chunk(bytes, System.nanoTime()));
    held += bytes.length;
    notifyAll();
  }

  /** No more bytes come. */
  synchronized void end() {
    hasEnded = true;
    notifyAll();
  }

  /**
   * No more bytes come, since the end that sent them is gone: the other one hears of it after them.
   */
  synchronized void fail() {
    hasFailed = true;
    end();
  }

  /** Nothing of what is held up is written any more. */
  synchronized void breakOff() {
    isBroken = true;
    notifyAll();
  }

  /**
   * Writes what comes, each chunk when it may pass, until no more comes.
   *
   * @param whenCutShort is told when only a part of a chunk has passed
   * @throws IOException if one of the ends is gone
   */
  void writeTo(OutputStream out, Runnable whenCutShort) throws IOException, InterruptedException {
    for (Chunk next = next(); next != null; next = next()) {
      int admitted = gate.admit(next.bytes().length, next.cameNanos());
      out.write(next.bytes(), 0, admitted);
      if (admitted < next.bytes().length) {
        whenCutShort.run();
      }
    }
  }

  /** The next chunk; null once there is none any more. */
  private synchronized @Nullable Chunk next() throws InterruptedException, IOException {
    while (chunks.isEmpty() && !hasEnded && !isBroken) {
      wait();
    }
    check(isBroken || (chunks.isEmpty() && hasFailed));
    Chunk next = chunks.poll();
    if (next != null) {
      held -= next.bytes().length;
      notifyAll();
    }
    return next;
  }

  private static void check(boolean isGone) throws IOException {
    if (isGone) {
      throw new IOException("The other end is gone.");
    }
  }
}
