package dev.livestash.internal.undertow;

import java.util.ArrayDeque;
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
  private @Nullable Frame waitingRender;
  private long waitingBytes;
  private long handedBytes;
  private long handedFrames;
  private long writtenFrames;
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
   * A frame on its way.
   *
   * @param bytes what it counts
   * @param isRender whether a later one of its kind stands for it, too
   * @param handOver writes it, and sees to it that {@link #written} is called once
   */
  record Frame(int bytes, boolean isRender, Runnable handOver) {}

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
        waitingBytes = 0;
        waitingRender = null;
      }
      isEnded = true;
      append(last);
    }
    handOver();
  }

  /** A frame that was handed over is written, or never will be. */
  void written(int bytes) {
    synchronized (this) {
      handedBytes -= bytes;
      writtenFrames++;
    }
    handOver();
  }

  /** Whether the operating system has all frames. */
  synchronized boolean isWritten() {
    return waiting.isEmpty() && handedFrames == writtenFrames;
  }

  /** How many frames were written so far: a peer that reads lets this grow. */
  synchronized long writtenFrames() {
    return writtenFrames;
  }

  private void handOver() {
    for (Frame next = next(); next != null; next = next()) {
      try {
        next.handOver().run();
      } finally {
        isHandedOver();
      }
    }
  }

  /** The next frame that can go; none while another one is being handed over. */
  private synchronized @Nullable Frame next() {
    Frame next = waiting.peek();
    if (next == null || isHanding || !hasRoomFor(next)) {
      return null;
    }
    waiting.remove();
    waitingBytes -= next.bytes();
    handedBytes += next.bytes();
    handedFrames++;
    waitingRender = next.isRender() ? null : waitingRender;
    isHanding = true;
    return next;
  }

  private boolean hasRoomFor(Frame next) {
    return handedBytes == 0 || handedBytes + next.bytes() <= MAX_HANDED_BYTES;
  }

  private synchronized void isHandedOver() {
    isHanding = false;
  }
}
