package dev.livestash.internal.session;

import dev.livestash.internal.wire.CloseCode;
import dev.livestash.view.Rewind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of events, on its way to the tab: at once; or, where nothing that a user has seen may
 * be taken back, when the snapshot with it is kept. Of several renders that wait, the tab gets the
 * newest.
 */
final class Withheld {
  private final Peer peer;
  private final boolean isWithholding;
  private final long maxBytes;
  private Pile next = new Pile();
  private Pile sealed = new Pile();
  private long sealedSeen;
  private long toldSeen;

  Withheld(Peer peer, Rewind rewind, long maxBytes) {
    this.peer = peer;
    this.isWithholding = rewind == Rewind.REFUSE;
    this.maxBytes = maxBytes;
  }

  /** Frames that leave together. */
  private static final class Pile {
    private final List<byte[]> answers = new ArrayList<>(0);
    private byte @Nullable [] render;
    private long bytes;

    void sendTo(Peer peer) {
      answers.forEach(peer::send);
      if (render != null) {
        peer.sendRender(render);
      }
    }
  }

  boolean isWithholding() {
    return isWithholding;
  }

  /** Sends an answer, or takes it in. */
  void answer(byte[] frame) {
    if (!isWithholding) {
      peer.send(frame);
      return;
    }
    next.answers.add(frame);
    next.bytes += frame.length;
    if (next.bytes + sealed.bytes > maxBytes) {
      peer.close(CloseCode.TOO_SLOW, "answers wait for what the tab does not keep");
    }
  }

  /** Sends what may be lost, or takes it in; false if too much waits for that. */
  boolean push(byte[] frame) {
    if (!isWithholding) {
      return peer.offer(frame);
    }
    if (next.bytes + sealed.bytes + frame.length > maxBytes / 2) {
      return false;
    }
    answer(frame);
    return true;
  }

  /** Sends a render, or takes it in. */
  void render(byte[] frame) {
    if (isWithholding) {
      next.render = frame;
    } else {
      peer.sendRender(frame);
    }
  }

  /** What was taken in so far is in the snapshot that was sealed now. */
  void sealed(long seen) {
    if (isWithholding) {
      sealedSeen = seen;
      sealed.answers.addAll(next.answers);
      sealed.bytes += next.bytes;
      sealed.render = next.render == null ? sealed.render : next.render;
      next = new Pile();
    }
  }

  /** The snapshot that was sealed last is kept. */
  void release() {
    Pile kept = sealed;
    sealed = new Pile();
    toldSeen = sealedSeen;
    kept.sendTo(peer);
  }

  /** Nothing has changed that would have to be kept. */
  void releaseAll(long seen) {
    sealed(seen);
    release();
  }

  /** The last event whose answer was sent, of those that a snapshot contains. */
  long told(long seen) {
    return isWithholding ? toldSeen : seen;
  }

  boolean isEmpty() {
    return next.answers.isEmpty()
        && sealed.answers.isEmpty()
        && next.render == null
        && sealed.render == null;
  }
}
