package dev.livestash.internal.session;

import dev.livestash.internal.memory.Budget;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The frames of one tab that wait for their session's turn, weighed for this tab and for all of
 * this node. While they are too many, the socket is not read: what the tab sends further waits on
 * its side of the line.
 */
final class Waiting {
  /**
   * How often a tab is told that the server is there, while its pings are not read. A tab whose
   * user is back waits for it for 5 s.
   */
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(2);

  private final Peer peer;
  private final Limits limits;
  private final Budget node;
  private final Scheduler scheduler;
  private final Runnable pong;
  private final Deque<ReceivedFrame> frames = new ArrayDeque<>(0);
  private int count;
  private long bytes;
  private boolean suspended;
  private boolean closed;

  /**
   * Those of one seat.
   *
   * @param peer is read from, or not
   * @param pong tells the tab that the server is there
   */
  Waiting(Peer peer, Services services, Runnable pong) {
    this.peer = peer;
    this.limits = services.limits();
    this.node = services.memory().frames();
    this.scheduler = services.scheduler();
    this.pong = pong;
  }

  /** Adds a frame behind the others; false if this node has no room for it. */
  synchronized boolean add(ReceivedFrame frame) {
    if (closed) {
      return true;
    }
    // The first one has the whole of the node's room: tabs whose frames wait for others first.
    boolean isFirst = count == 0;
    boolean hasRoom = !isFirst && node.takeFromHalf(frame.weight());
    if (!hasRoom && !node.take(frame.weight())) {
      return false;
    }
    frames.add(frame);
    count++;
    bytes += frame.weight();
    if (!suspended && isFull()) {
      suspend();
    }
    return true;
  }

  /** The frame whose turn it is. It waits on until {@link #leaves}. */
  synchronized Optional<ReceivedFrame> next() {
    return Optional.ofNullable(frames.poll());
  }

  /** Whether the socket is not read, though all that has come from it was taken. */
  synchronized boolean isStuck() {
    return suspended && frames.isEmpty();
  }

  /** A frame waits no more. */
  synchronized void leaves(ReceivedFrame frame) {
    if (closed) {
      return;
    }
    node.give(frame.weight());
    count--;
    bytes -= frame.weight();
    if (suspended && hasDrained()) {
      resume();
    }
  }

  /** The tab is gone. What it sent is handled all the same, unless others need the room. */
  synchronized void peerIsGone() {
    if (node.isHalfFull()) {
      close();
    }
  }

  /** What waits is not handled any more. */
  synchronized void close() {
    if (!closed) {
      closed = true;
      node.give(bytes);
      frames.clear();
      resume();
    }
  }

  private boolean isFull() {
    return count >= limits.maxWaitingFrames()
        || bytes >= limits.maxWaitingBytes()
        || node.isHalfFull();
  }

  private boolean hasDrained() {
    boolean isHalfEmpty =
        count <= limits.maxWaitingFrames() / 2 && bytes <= limits.maxWaitingBytes() / 2;
    return count == 0 || (isHalfEmpty && !node.isHalfFull());
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
    var unused = scheduler.after(SIGN_OF_LIFE, this::signOfLife);
  }

  private void signOfLife() {
    if (isSuspended()) {
      pong.run();
      staysAlive();
    }
  }

  private synchronized boolean isSuspended() {
    return suspended;
  }
}
