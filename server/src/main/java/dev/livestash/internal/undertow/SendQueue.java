package dev.livestash.internal.undertow;

import dev.livestash.internal.memory.Budget;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one socket is still to be sent. Only a little of it is handed over at a time; the rest stays
 * here, where a newer render takes the place of an older one, and where a close can overtake it.
 * Frames are handed over in their order, and never two at once.
 */
final class SendQueue {
  /**
   * How much may be on its way, handed over and not written; one frame alone may be larger. Also
   * how large a frame may be that a peer is sent in any case, before it has read that.
   */
  private static final int MAX_HANDED_BYTES = 64 << 10;

  /** The same in number: of a socket that has 50 frames to write, Undertow reads nothing. */
  private static final int MAX_HANDED_PARTS = 40;

  private final int maxUnreadBytes;
  private final Budget node;

  /** Null while nothing waits, as with the other one: most sockets are idle. */
  private @Nullable ArrayDeque<Frame> waiting;

  /** What waits of a frame that was begun. */
  private @Nullable ArrayDeque<Part> begun;

  private @Nullable Frame waitingRender;
  private long waitingBytes;
  private long handedBytes;
  private int handedParts;
  private int writtenParts;
  private boolean isHanding;
  private boolean isEnded;
  private boolean isGone;

  /**
   * A queue.
   *
   * @param maxUnreadBytes how much there may be in all, written frames not counted; one frame alone
   *     may be larger
   * @param node how much there may be of all sockets; of each, what is handed over and one frame
   *     more that is not large may be there in any case
   */
  SendQueue(int maxUnreadBytes, Budget node) {
    this.maxUnreadBytes = maxUnreadBytes;
    this.node = node;
  }

  /**
   * A message on its way: a frame, or a part of one.
   *
   * @param bytes what it counts
   * @param handOver writes it, and sees to it that {@link #written} is called once
   */
  record Part(int bytes, Runnable handOver) {}

  /**
   * A frame on its way, of which nothing else comes between its parts.
   *
   * @param isRender whether a later one of its kind stands for it, too
   * @param parts what it is handed over in
   */
  record Frame(boolean isRender, List<Part> parts) {
    Frame(int bytes, boolean isRender, Runnable handOver) {
      this(isRender, List.of(new Part(bytes, handOver)));
    }

    int bytes() {
      return parts.stream().mapToInt(Part::bytes).sum();
    }
  }

  /**
   * Adds a frame, unless the queue has ended. A render comes in place of one that still waits, and
   * last, so that it shows no less than what was sent before it.
   *
   * @return false if there is no room, so that nothing was added
   */
  boolean add(Frame frame) {
    if (!isAdded(frame)) {
      return false;
    }
    handOver();
    return true;
  }

  /**
   * Adds a frame that may be lost: it has half of the room, and leaves the other one to those that
   * may not.
   *
   * @return false if nothing was added
   */
  boolean offer(Frame frame) {
    if (!isTaken(frame)) {
      return false;
    }
    handOver();
    return true;
  }

  private synchronized boolean isTaken(Frame frame) {
    long before = waitingBytes + handedBytes;
    boolean isFirst = before == 0;
    return (isFirst || before + frame.bytes() <= maxUnreadBytes / 2) && isAdded(frame);
  }

  private synchronized boolean isAdded(Frame frame) {
    if (isEnded) {
      return true;
    }
    if (frame.isRender() && waitingRender != null) {
      forget(waitingRender);
    }
    if (!hasRoomFor(frame.bytes())) {
      return false;
    }
    append(frame);
    return true;
  }

  /**
   * A peer for which nothing waits can be sent more, whatever others have left unread; but what is
   * large, not behind something else that is, or many such peers would hold many times what the
   * node has.
   */
  private boolean hasRoomFor(int bytes) {
    long before = waitingBytes + handedBytes;
    if (before > 0 && before + bytes > maxUnreadBytes) {
      return false;
    }
    if (waitingBytes == 0 && Math.min(handedBytes, bytes) <= MAX_HANDED_BYTES) {
      node.add(bytes);
      return true;
    }
    return node.take(bytes);
  }

  /** Takes the render back that waits; false if none does. */
  synchronized boolean takesRenderBack() {
    Frame render = waitingRender;
    if (render != null) {
      forget(render);
    }
    return render != null;
  }

  /** The render that waits goes in any case, and no later one takes its place. */
  synchronized void pinRender() {
    waitingRender = null;
  }

  private void forget(Frame render) {
    ArrayDeque<Frame> frames = waiting;
    if (frames != null) {
      frames.removeLastOccurrence(render);
      waiting = frames.isEmpty() ? null : frames;
    }
    waitingBytes -= render.bytes();
    node.give(render.bytes());
    waitingRender = null;
  }

  private void append(Frame frame) {
    if (waiting == null) {
      waiting = new ArrayDeque<>(1);
    }
    waiting.add(frame);
    waitingBytes += frame.bytes();
    waitingRender = frame.isRender() ? frame : waitingRender;
  }

  /**
   * Adds the last frame.
   *
   * @param overtakes whether what waits is dropped
   */
  void end(Frame last, boolean overtakes) {
    synchronized (this) {
      if (overtakes) {
        node.give(waitingBytes);
        waiting = null;
        begun = null;
        waitingBytes = 0;
        waitingRender = null;
      }
      isEnded = true;
      node.add(last.bytes());
      append(last);
    }
    handOver();
  }

  /**
   * A part that was handed over is written, or never will be.
   *
   * @return whether others wait: then the peer has taken what there had been no room for
   */
  boolean written(int bytes) {
    boolean isWaiting;
    synchronized (this) {
      handedBytes -= bytes;
      writtenParts++;
      give(bytes);
      isWaiting = waitingBytes > 0;
    }
    handOver();
    return isWaiting;
  }

  /** The peer is gone: what it has not read is not held for it any more. */
  synchronized void gone() {
    give(waitingBytes + handedBytes);
    isGone = true;
    isEnded = true;
    waiting = null;
    begun = null;
    waitingBytes = 0;
    waitingRender = null;
  }

  private void give(long bytes) {
    if (!isGone) {
      node.give(bytes);
    }
  }

  /** Whether the operating system has all frames. */
  synchronized boolean isWritten() {
    return waiting == null && begun == null && handedParts == writtenParts;
  }

  /** How many parts were written so far: a peer that reads lets this grow. */
  synchronized int writtenParts() {
    return writtenParts;
  }

  private void handOver() {
    for (Part next = next(); next != null; next = next()) {
      try {
        next.handOver().run();
      } finally {
        isHandedOver();
      }
    }
  }

  /** The next part that can go; none while another one is being handed over. */
  private synchronized @Nullable Part next() {
    Part next = isHanding ? null : firstOf(begun());
    if (next == null || !canGo(next)) {
      return null;
    }
    takeBegun();
    waitingBytes -= next.bytes();
    handedBytes += next.bytes();
    handedParts++;
    isHanding = true;
    return next;
  }

  private static @Nullable Part firstOf(@Nullable ArrayDeque<Part> parts) {
    return parts == null ? null : parts.peek();
  }

  /** What waits of the frame that was begun, or now is, if its first part can go. */
  private @Nullable ArrayDeque<Part> begun() {
    ArrayDeque<Frame> frames = waiting;
    if (begun == null && frames != null && canGo(frames.element().parts().get(0))) {
      Frame frame = frames.remove();
      waiting = frames.isEmpty() ? null : frames;
      waitingRender = frame.isRender() ? null : waitingRender;
      begun = new ArrayDeque<>(frame.parts());
    }
    return begun;
  }

  private void takeBegun() {
    ArrayDeque<Part> parts = begun;
    if (parts != null) {
      parts.remove();
      begun = parts.isEmpty() ? null : parts;
    }
  }

  private boolean canGo(Part next) {
    return handedBytes == 0
        || (handedBytes + next.bytes() <= MAX_HANDED_BYTES
            && handedParts - writtenParts < MAX_HANDED_PARTS);
  }

  private synchronized void isHandedOver() {
    isHanding = false;
  }
}
