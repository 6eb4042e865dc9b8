package dev.livestash.internal.undertow;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one socket is still to be sent. Only a little of it is handed over at a time; the rest stays
 * here, where a newer render takes the place of an older one, and where a close can overtake it.
 * Frames are handed over in their order, and never two at once.
 */
final class SendQueue {
  /** How much may be on its way, handed over and not written; one frame alone may be larger. */
  private static final int MAX_HANDED_BYTES = 64 << 10;

  private final long maxUnreadBytes;
  private final ArrayDeque<Frame> waiting = new ArrayDeque<>(1);

  /** What waits of a frame that was begun. */
  private final ArrayDeque<Part> begun = new ArrayDeque<>(1);

  private @Nullable Frame waitingRender;
  private long waitingBytes;
  private long handedBytes;
  private long handedParts;
  private long writtenParts;
  private boolean isHanding;
  private boolean isEnded;

  /**
   * A queue.
   *
   * @param maxUnreadBytes how much there may be in all, written frames not counted; one frame alone
   *     may be larger
   */
  SendQueue(long maxUnreadBytes) {
    this.maxUnreadBytes = maxUnreadBytes;
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

  private synchronized boolean isAdded(Frame frame) {
    if (isEnded) {
      return true;
    }
    if (frame.isRender() && waitingRender != null) {
      forget(waitingRender);
    }
    long before = waitingBytes + handedBytes;
    if (before > 0 && before + frame.bytes() > maxUnreadBytes) {
      return false;
    }
    append(frame);
    return true;
  }

  private void forget(Frame render) {
    waiting.removeLastOccurrence(render);
    waitingBytes -= render.bytes();
    waitingRender = null;
  }

  private void append(Frame frame) {
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
        waiting.clear();
        begun.clear();
        waitingBytes = 0;
        waitingRender = null;
      }
      isEnded = true;
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
      isWaiting = waitingBytes > 0;
    }
    handOver();
    return isWaiting;
  }

  /** Whether the operating system has all frames. */
  synchronized boolean isWritten() {
    return waiting.isEmpty() && begun.isEmpty() && handedParts == writtenParts;
  }

  /** How many parts were written so far: a peer that reads lets this grow. */
  synchronized long writtenParts() {
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
    if (begun.isEmpty() && !waiting.isEmpty() && hasRoomFor(waiting.element().parts().get(0))) {
      begin(waiting.remove());
    }
    Part next = begun.peek();
    if (next == null || isHanding || !hasRoomFor(next)) {
      return null;
    }
    begun.remove();
    waitingBytes -= next.bytes();
    handedBytes += next.bytes();
    handedParts++;
    isHanding = true;
    return next;
  }

  private void begin(Frame frame) {
    begun.addAll(frame.parts());
    waitingRender = frame.isRender() ? null : waitingRender;
  }

  private boolean hasRoomFor(Part next) {
    return handedBytes == 0 || handedBytes + next.bytes() <= MAX_HANDED_BYTES;
  }

  private synchronized void isHandedOver() {
    isHanding = false;
  }
}
