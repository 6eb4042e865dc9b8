package dev.livestash.internal.session;

import dev.livestash.internal.memory.Budget;
import dev.livestash.internal.wire.CloseCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where nothing that a user has seen may be taken back: what came of events leaves for the tab when
 * the snapshot with it is kept. Of several renders that wait, the tab gets the newest.
 */
final class Withheld implements Delivery {
  /** How much the answers of a tab that has kept all may be, before the last and a render. */
  private static final int MAX_FREE_BYTES = 64 << 10;

  private final Peer peer;
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
  Withheld(Peer peer, long maxBytes, Budget node) {
    this.peer = peer;
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

  @Override
  public boolean isWithholding() {
    return true;
  }

  @Override
  public void answer(byte[] frame) {
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

  @Override
  public boolean push(byte[] frame) {
    int bytes = weight(frame);
    if (next.bytes + sealed.bytes + bytes > maxBytes / 2 || !node.take(bytes)) {
      return false;
    }
    add(frame);
    return true;
  }

  @Override
  public void render(byte[] frame) {
    node.give(next.renderBytes());
    next.render = null;
    if (hasRoomFor(weight(frame))) {
      next.render = frame;
    } else {
      peer.close(CloseCode.TOO_SLOW, "renders wait for what the tab does not keep");
    }
  }

  @Override
  public void sealed(long seen) {
    sealedSeen = seen;
    sealed.answers.addAll(next.answers);
    sealed.bytes += next.bytes;
    if (next.render != null) {
      node.give(sealed.renderBytes());
      sealed.render = next.render;
    }
    next = new Pile();
  }

  @Override
  public void release() {
    Pile kept = sealed;
    sealed = new Pile();
    toldSeen = sealedSeen;
    giveBack(kept);
    kept.sendTo(peer);
  }

  private void giveBack(Pile pile) {
    node.give(pile.bytes + pile.renderBytes());
  }

  @Override
  public void leave() {
    hasLeftSome |= !isEmpty();
    giveBack(next);
    giveBack(sealed);
    next = new Pile();
    sealed = new Pile();
  }

  @Override
  public void releaseAll(long seen) {
    sealed(seen);
    release();
  }

  @Override
  public long told(long seen) {
    return toldSeen;
  }

  @Override
  public String toString() {
    return "told up to " + toldSeen + ", sealed up to " + sealedSeen;
  }

  @Override
  public boolean isEmpty() {
    return !hasLeftSome && next.isEmpty() && sealed.isEmpty();
  }
}
