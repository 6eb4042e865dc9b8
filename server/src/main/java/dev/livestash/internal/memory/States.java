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

  /** What one takes whose state its tab alone holds. */
  private static final long ASLEEP_BYTES = 1 << 10;

  /**
   * What a state's objects take, and what is remembered to make patches of it, as a multiple of its
   * JSON: a table of short texts of 2 MB has been seen to take 14 MiB.
   */
  private static final long BYTES_PER_JSON_BYTE = 8;

  private final long maxBytes;
  private final AtomicLong held = new AtomicLong();
  private final Lingering<Weight> lingering = new Lingering<>();
  private final Resting<Weight> resting = new Resting<>();

  public States(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What a session weighs, of a state of so many bytes of JSON. */
  public static long bytes(long jsonBytes) {
    return SESSION_BYTES + jsonBytes * BYTES_PER_JSON_BYTE;
  }

  /**
   * Whether there is room for one that is here already, and whose state comes back; if need be
   * after some have gone that linger, and whose tab can bring them back; some have let go of a
   * state that their tab holds, the longest idle first; and others have gone that linger.
   */
  public boolean makeRoom(long bytes) {
    return makeRoom(bytes, maxBytes);
  }

  /**
   * The same for a newcomer, who has seven eighths of it: those who have let go of their states for
   * newcomers that never do must be able to wake.
   */
  public boolean makeRoomForNewcomer(long bytes) {
    return makeRoom(bytes, newcomersBytes());
  }

  private long newcomersBytes() {
    return maxBytes / 8 * 7;
  }

  /**
   * The most that one counts as: somewhat less than what newcomers have. A larger one would be
   * turned away by each node for ever, with what its tab was told to be safe; the rest is for those
   * that sleep.
   */
  public long mostOfOne() {
    return newcomersBytes() / 16 * 15;
  }

  private boolean makeRoom(long bytes, long most) {
    while (held.get() + bytes > most) {
      boolean hasGiven =
          lingering.takeRestorable().map(Weight::letGo).isPresent()
              || resting.take().map(Weight::letSleep).isPresent()
              || lingering.take().map(Weight::letGo).isPresent();
      if (!hasGiven) {
        return false;
      }
    }
    return true;
  }

  public long heldBytes() {
    return held.get();
  }

  /** Whose weight it is; told on any thread. */
  public interface Owner {
    /** To end, since others need the room. */
    void letGo();

    /** To let go of the state, if its tab still holds all of it. */
    void letSleep();
  }

  /** A session's, from its start on. */
  public Weight weight(long bytes, Owner owner) {
    Weight weight = new Weight(owner);
    weight.awakeBytes = bytes;
    weight.change(bytes, true);
    return weight;
  }

  /** What one session weighs. */
  public final class Weight {
    private final Owner owner;
    private boolean rests;
    private long bytes;
    private long awakeBytes;
    private long asleepBytes = ASLEEP_BYTES;
    private long shownBytes;
    private long countedShown;
    private boolean isCounted = true;
    private boolean lingers;
    private boolean hasEnded;
    private Share share = Share.UNCOUNTED;

    private Weight(Owner owner) {
      this.owner = owner;
    }

    /**
     * Weighs so much from now on; those that linger go, if that is too much.
     *
     * @param stateBytes what it can let go of
     * @param otherBytes what it holds for its tab besides
     */
    public void is(long stateBytes, long otherBytes) {
      awakeBytes = stateBytes + otherBytes;
      asleepBytes = ASLEEP_BYTES + otherBytes;
      change(awakeBytes, isCounted());
      var unused = makeRoom(0);
    }

    /**
     * Holds a render besides from now on, for the next one to be made a patch of; it goes with the
     * state. Of the session's turn. It is not of its client's share, by which that is let in.
     *
     * @param jsonBytes how much JSON it is
     */
    public void shows(long jsonBytes) {
      long now = jsonBytes * BYTES_PER_JSON_BYTE;
      if (now != shownBytes) {
        shownBytes = now;
        counts(now);
        var unused = makeRoom(0);
      }
    }

    private synchronized void counts(long shown) {
      if (!hasEnded) {
        held.addAndGet(shown - countedShown);
        countedShown = shown;
      }
    }

    private synchronized boolean isCounted() {
      return isCounted;
    }

    private synchronized void change(long now, boolean counts) {
      if (hasEnded) {
        // Somebody had it in hand already, to make room.
        return;
      }
      long more = (counts ? now : 0) - (isCounted ? bytes : 0);
      held.addAndGet(more);
      share.add(more);
      bytes = now;
      isCounted = counts;
    }

    /** A tab is there, whose share it is of from now on. */
    public synchronized void isOf(Share next) {
      long counted = isCounted ? bytes : 0;
      share.add(-counted);
      next.add(counted);
      share = next;
    }

    private synchronized long bytes() {
      return bytes;
    }

    /** Something has happened to it: whether it could sleep now. Of the session's turn. */
    public void rests(boolean canSleep) {
      if (rests) {
        resting.remove(this);
      }
      if (canSleep) {
        resting.add(this);
      }
      rests = canSleep;
    }

    /** It has let go of its state. Of the session's turn. */
    public void sleeps() {
      rests(false);
      shownBytes = 0;
      counts(0);
      change(Math.min(asleepBytes, awakeBytes), true);
    }

    /** It was told to let go of its state, and has not. Of the session's turn. */
    public void staysAwake() {
      counts(shownBytes);
      change(awakeBytes, isCounted());
    }

    /** Its tab is gone. Of the session's turn. */
    public void lingers(boolean isRestorable) {
      rests(false);
      waits(true);
      lingering.add(this, isRestorable);
    }

    private synchronized void waits(boolean now) {
      lingers = now;
    }

    /** Its tab is back. */
    public void isBack() {
      waits(false);
      lingering.remove(this);
      change(bytes(), true);
    }

    /** It has ended. */
    public void ended() {
      rests(false);
      lingering.remove(this);
      endsCounting();
    }

    private synchronized void endsCounting() {
      counts(0);
      change(0, false);
      hasEnded = true;
    }

    /** It is told to end, and counts no more: it has no tab that could keep it busy. */
    private boolean letGo() {
      countsNoMore();
      owner.letGo();
      return true;
    }

    /** Unless its tab has just come back. */
    private synchronized void countsNoMore() {
      if (lingers) {
        change(bytes, false);
      }
    }

    /** It is told to let go of its state, and counts as if it had. */
    private boolean letSleep() {
      counts(0);
      change(Math.min(asleepBytes, awakeBytes), true);
      owner.letSleep();
      return true;
    }
  }
}
