package dev.livestash.internal.session;

/** Everything leaves for the tab as it comes, so that there is nothing to hold. */
final class AtOnce implements Delivery {
  private final Peer peer;

  AtOnce(Peer peer) {
    this.peer = peer;
  }

  @Override
  public boolean isWithholding() {
    return false;
  }

  @Override
  public void answer(byte[] frame) {
    peer.send(frame);
  }

  @Override
  public boolean push(byte[] frame) {
    return peer.offer(frame);
  }

  @Override
  public void render(byte[] frame) {
    peer.sendRender(frame);
  }

  @Override
  public void sealed(long seen) {}

  @Override
  public void release() {}

  @Override
  public void releaseAll(long seen) {}

  @Override
  public void leave() {}

  @Override
  public long told(long seen) {
    return seen;
  }

  @Override
  public boolean isEmpty() {
    return true;
  }

  @Override
  public String toString() {
    return "told at once";
  }
}
