package dev.livestash.internal.session;

import dev.livestash.internal.memory.Budget;
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
  /** How much the answers of a tab that has kept all may be, before the last and a render. */
  private static final int MAX_FREE_BYTES = 64 << 10;

  private final Peer peer;
  private final boolean isWithholding;
  private final long maxBytes;
  private final Budget node;
  private Pile next = new Pile();
  private Pile sealed = new Pile();
  private long sealedSeen;
  private long toldSeen;
  private boolean hasLeftSome;

  /**
   * Nothing is withheld yet.
   *
   * @param maxBytes how much the answers may be
   * @param node how much all may be that tabs have not had; some answers of each, and a render, may
   *     be there in any case
   */
  Withheld(Peer peer, Rewind rewind, long maxBytes, Budget node) {
    this.peer = peer;
    this.isWithholding = rewind == Rewind.REFUSE;
    this.maxBytes = maxBytes;
    this.node = node;
  }

  /** Frames that leave together. */
  private static final class Pile {
    private final List<byte[]> answers = new ArrayList<>(0);
    private byte @Nullable [] render;
    private long bytes;

    boolean isEmpty() {
      return answers.isEmpty() && render == null;
    }

    long renderBytes() {
      return render == null ? 0 : weight(render);
    }

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
    int bytes = weight(frame);
    if (next.bytes + sealed.bytes + bytes > maxBytes || !hasRoomFor(bytes)) {
      peer.close(CloseCode.TOO_SLOW, "answers wait for what the tab does not keep");
    } else {
      add(frame);
    }
  }

  private void add(byte[] frame) {
    next.answers.add(frame);
    next.bytes += weight(frame);
  }

  /** As in the queue in which it goes. */
  private static int weight(byte[] frame) {
    return Transport.MESSAGE_BYTES + frame.length;
  }

  /** A tab that keeps what it is sent is answered, whatever others have left waiting. */
  private boolean hasRoomFor(int bytes) {
    if (sealed.isEmpty() && next.bytes <= MAX_FREE_BYTES) {
      node.add(bytes);
      return true;
    }
    return node.take(bytes);
  }

  /** Sends what may be lost, or takes it in; false if too much waits for that. */
  boolean push(byte[] frame) {
    if (!isWithholding) {
      return peer.offer(frame);
    }
    int bytes = weight(frame);
    if (next.bytes + sealed.bytes + bytes > maxBytes / 2 || !node.take(bytes)) {
      return false;
    }
    add(frame);
    return true;
  }

  /** Sends a render, or takes it in. */
  void render(byte[] frame) {
    if (!isWithholding) {
      peer.sendRender(frame);
      return;
    }
    node.give(next.renderBytes());
    next.render = null;
    if (hasRoomFor(weight(frame))) {
      next.render = frame;
    } else {
      peer.close(CloseCode.TOO_SLOW, "renders wait for what the tab does not keep");
    }
  }

  /** What was taken in so far is in the snapshot that was sealed now. */
  void sealed(long seen) {
    if (isWithholding) {
      sealedSeen = seen;
      sealed.answers.addAll(next.answers);
      sealed.bytes += next.bytes;
      if (next.render != null) {
        node.give(sealed.renderBytes());
        sealed.render = next.render;
      }
      next = new Pile();
    }
  }

  /** The snapshot that was sealed last is kept. */
  void release() {
    Pile kept = sealed;
    sealed = new Pile();
    toldSeen = sealedSeen;
    giveBack(kept);
    kept.sendTo(peer);
  }

  private void giveBack(Pile pile) {
    node.give(pile.bytes + pile.renderBytes());
  }

  /** The tab is not there any more: what has waited for it is told to the one that comes. */
  void leave() {
    hasLeftSome |= !isEmpty();
    giveBack(next);
    giveBack(sealed);
    next = new Pile();
    sealed = new Pile();
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

  /** What of it matters for what a tab has been told. */
  @Override
  public String toString() {
    return isWithholding
        ? "told up to " + toldSeen + ", sealed up to " + sealedSeen
        : "told at once";
  }

  /** Whether nothing waits, nor has when the tab left. */
  boolean isEmpty() {
    return !hasLeftSome && next.isEmpty() && sealed.isEmpty();
  }
}
