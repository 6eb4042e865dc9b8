package dev.livestash.internal.session;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names that depend on nothing but the join for which they are drawn, so that a step taken again
 * gives the same ones; and keys that are never the same, since no cipher would take them twice.
 */
final class ModelIds extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private static final int SID_BYTES = 16;
  private static final int OWN_BYTES = 8;

  private static final AtomicLong KEYS = new AtomicLong();

  private int join;
  private int drawn;

  /** Begins the join on a wire: each has one. */
  void begin(int wire) {
    join = wire;
    drawn = 0;
  }

  @Override
  public void nextBytes(byte[] bytes) {
    boolean isName = bytes.length == SID_BYTES || bytes.length == OWN_BYTES;
    long number = isName ? join * 100L + ++drawn : KEYS.incrementAndGet();
    ByteBuffer.wrap(bytes).putLong(number);
  }
}
