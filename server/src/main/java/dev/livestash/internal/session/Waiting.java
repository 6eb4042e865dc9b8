package dev.livestash.internal.session;

import dev.livestash.internal.memory.ClientFrames;
import dev.livestash.settings.Limits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one tab that wait for their session's turn, weighed for this tab, for its client
 * and for all of this node. While they are too many, the socket is not read: what the tab sends
 * further waits on its side of the line. One of whose frames none waits is read in any case.
 */
final class Waiting {
  /**
   * How often a tab is told that the server is there, while its pings are not read. A tab whose
   * user is back waits for it for 5 s.
   */
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(2);

  /** Whose frames these are. */
  interface Owner {
    /** Tells the tab that the server is there. */
    void sayPong();

    /** A pause is over: what has come meanwhile is to be taken. */
    void goesOn();
  }

  private final Peer peer;
  private final Services services;
  private final Owner owner;

  /** Null while none waits. */
  private @Nullable Deque<ReceivedFrame> frames;

  private int count;
  private long bytes;
  private boolean suspended;
  private boolean isSignDue;
  private boolean pauses;
  private boolean closed;

  /**
   * Those of one seat.
   *
   * @param peer is read from, or not
   * @param owner whose frames these are
   */
  Waiting(Peer peer, Services services, Owner owner) {
    this.peer = peer;
    this.services = services;
    this.owner = owner;
  }

  /** Adds a frame behind the others; false if this node has no room for it, or its client. */
  synchronized boolean add(ReceivedFrame frame) {
    if (closed) {
      return true;
    }
    if (!isTaken(frame)) {
      return false;
    }
    if (frames == null) {
      frames = new ArrayDeque<>(2);
    }
    frames.add(frame);
    count++;
    bytes += frame.weight();
    if (!suspended && isFull()) {
      suspend();
    }
    return true;
  }

  private boolean isTaken(ReceivedFrame frame) {
    boolean isFree = count == 0 && frame.utf8().length <= ClientFrames.FREE_BYTES;
    return isFree ? room().takeFree(frame.weight()) : room().take(frame.weight());
  }

  /** The frame whose turn it is, if none has to pause. It waits on until {@link #leaves}. */
  synchronized Optional<ReceivedFrame> next() {
    Deque<ReceivedFrame> all = frames;
    if (all == null || pauses) {
      return Optional.empty();
    }
    Optional<ReceivedFrame> next = Optional.of(all.remove());
    frames = all.isEmpty() ? null : all;
    return next;
  }

  /** Whether the socket is not read, though all that has come from it was taken. */
  synchronized boolean isStuck() {
    return suspended && !pauses && frames == null;
  }

  /** Whether nothing waits, and more may come. */
  synchronized boolean isUnused() {
    return count == 0 && !suspended && !closed;
  }

  /** Whether there is a frame whose turn it is. */
  synchronized boolean hasNext() {
    return frames != null && !pauses;
  }

  /** Gives out and reads no further frame for a while: its tab sends more than it may. */
  synchronized void pause(Duration time) {
    if (closed || pauses) {
      return;
    }
    pauses = true;
    if (!suspended) {
      suspend();
    }
    var unused = services.scheduler().after(time, this::goOn);
  }

  private void goOn() {
    endPause();
    owner.goesOn();
  }

  private synchronized void endPause() {
    pauses = false;
    if (suspended && hasDrained()) {
      resume();
    }
  }

  /** A frame waits no more. */
  synchronized void leaves(ReceivedFrame frame) {
    if (closed) {
      return;
    }
    room().give(frame.weight());
    count--;
    bytes -= frame.weight();
    if (suspended && hasDrained()) {
      resume();
    }
  }

  /** The tab is gone. What it sent is handled all the same, unless others need the room. */
  synchronized void peerIsGone() {
    if (room().isHalfFull()) {
      close();
    }
  }

  /** What waits is not handled any more. */
  synchronized void close() {
    if (!closed) {
      closed = true;
      room().give(bytes);
      frames = null;
      resume();
    }
  }

  private ClientFrames room() {
    return services.memory().framesOf(peer.client());
  }

  private boolean isFull() {
    Limits limits = services.limits();
    // One alone may be larger than all together; what its session sleeps for comes behind it.
    return count >= limits.maxWaitingFrames()
        || (count > 1 && bytes >= limits.maxWaitingBytes())
        || room().isHalfFull();
  }

  private boolean hasDrained() {
    Limits limits = services.limits();
    boolean isHalfEmpty =
        count <= limits.maxWaitingFrames() / 2 && bytes <= limits.maxWaitingBytes() / 2;
    return !pauses && (count == 0 || (isHalfEmpty && !room().isHalfFull()));
  }

  private void suspend() {
    suspended = true;
    peer.suspendReads();
    staysAlive();
  }

  private void resume() {
    if (suspended) {
      suspended = false;
      peer.resumeReads();
    }
  }

  /** The tab leaves a server that is silent, and this one does not see its pings now. */
  private void staysAlive() {
    if (!isSignDue) {
      isSignDue = true;
      var unused = services.scheduler().after(SIGN_OF_LIFE, this::signOfLife);
    }
  }

  private void signOfLife() {
    if (isSignWanted()) {
      owner.sayPong();
    }
  }

  /** However often reading ends and begins in between, there is one sign at a time. */
  private synchronized boolean isSignWanted() {
    isSignDue = false;
    if (suspended) {
      staysAlive();
    }
    return suspended;
  }
}
