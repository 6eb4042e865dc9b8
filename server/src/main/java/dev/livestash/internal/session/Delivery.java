package dev.livestash.internal.session;

/** What came of events, on its way to the tab. */
interface Delivery {
  /** Whether something may wait until the snapshot with it is kept. */
  boolean isWithholding();

  /** Sends an answer, or takes it in. */
  void answer(byte[] frame);

  /** Sends what may be lost, or takes it in; false if too much waits for that. */
  boolean push(byte[] frame);

  /** Sends a render, or takes it in. */
  void render(byte[] frame);

  /** What was taken in so far is in the snapshot that was sealed now. */
  void sealed(long seen);

  /** The snapshot that was sealed last is kept. */
  void release();

  /** Nothing has changed that would have to be kept. */
  void releaseAll(long seen);

  /** The tab is not there any more: what has waited for it is told to the one that comes. */
  void leave();

  /** The last event whose answer was sent, of those that a snapshot contains. */
  long told(long seen);

  /** Whether nothing waits, nor has when the tab left. */
  boolean isEmpty();

  /** What of it matters for what a tab has been told. */
  @Override
  String toString();
}
