package dev.livestash.internal.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the sessions in this node's memory weigh, of all views together. Where there is no room for
 * another one, those go whose tab is gone; those whose tab is there never go. Safe for use by
 * several threads.
 */
public final class States {
  /**
   * What a session takes besides its state: itself, its place in the node's maps, its socket's
   * buffers.
   */
  private static final long SESSION_BYTES = 4 << 10;

  /**
   * What a state's objects take, and what is remembered to make patches of it, as a multiple of its
   * JSON: a table of short texts of 2 MB has been seen to take 14 MiB.
   */
  private static final long BYTES_PER_JSON_BYTE = 8;

  private final long maxBytes;
  private final AtomicLong held = new AtomicLong();
  private final Lingering<Weight> lingering = new Lingering<>();

  public States(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What a session weighs, of a state of so many bytes of JSON. */
  public static long bytes(long jsonBytes) {
    return SESSION_BYTES + jsonBytes * BYTES_PER_JSON_BYTE;
  }

  /** Whether there is room, if need be after those that linger have gone. */
  public boolean makeRoom(long bytes) {
    while (held.get() + bytes > maxBytes) {
      if (lingering.take().map(Weight::letGo).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  public long heldBytes() {
    return held.get();
  }

  /** A session's, from its start on. */
  public Weight weight(long bytes, Runnable end) {
    Weight weight = new Weight(end);
    weight.change(bytes, true);
    return weight;
  }

  /** What one session weighs. */
  public final class Weight {
    private final Runnable end;
    private long bytes;
    private boolean isCounted = true;

    private Weight(Runnable end) {
      this.end = end;
    }

    /** Weighs so much from now on; those that linger go, if that is too much. */
    public void is(long now) {
      change(now, isCounted());
      var unused = makeRoom(0);
    }

    private synchronized boolean isCounted() {
      return isCounted;
    }

    private synchronized void change(long now, boolean counts) {
      held.addAndGet((counts ? now : 0) - (isCounted ? bytes : 0));
      bytes = now;
      isCounted = counts;
    }

    private synchronized long bytes() {
      return bytes;
    }

    /** Its tab is gone. */
    public void lingers(boolean isRestorable) {
      lingering.add(this, isRestorable);
    }

    /** Its tab is back. */
    public void isBack() {
      lingering.remove(this);
      change(bytes(), true);
    }

    /** It has ended. */
    public void ended() {
      lingering.remove(this);
      change(0, false);
    }

    /** It is told to end, and counts no more: it has no tab that could keep it busy. */
    private boolean letGo() {
      change(bytes(), false);
      end.run();
      return true;
    }
  }
}
