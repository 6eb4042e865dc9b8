package dev.livestash.internal.pack;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * A growing byte array that holds at most its cap. What is written past it is dropped and {@link
 * #overflowed()} says so: the writer need not unwind, and the memory is bounded.
 */
public class CappedBuffer extends OutputStream {
  private static final int INITIAL_BYTES = 1024;

  private final int capBytes;
  private byte[] bytes;
  private int size;
  private boolean overflowed;

  /**
   * An empty buffer.
   *
   * @param capBytes how much it holds at most, positive
   */
  public CappedBuffer(int capBytes) {
    this(capBytes, INITIAL_BYTES);
  }

  /**
   * An empty buffer with room.
   *
   * @param capBytes how much it holds at most, positive
   * @param expectedBytes how much it takes before it has to grow
   */
  public CappedBuffer(int capBytes, int expectedBytes) {
    this.capBytes = capBytes;
    this.bytes = new byte[Math.min(expectedBytes, capBytes)];
  }

  @Override
  public void write(int b) {
    if (reserve(1)) {
      bytes[size++] = (byte) b;
    }
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    if (reserve(length)) {
      System.arraycopy(source, offset, bytes, size, length);
      size += length;
    }
  }

  private boolean reserve(int more) {
    if (overflowed || more > capBytes - size) {
      overflowed = true;
      return false;
    }
    if (size + more > bytes.length) {
      long doubled = Math.max(2L * bytes.length, (long) size + more);
      bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, capBytes));
    }
    return true;
  }

  /** Drops what was written, and keeps its room for what comes. */
  public void clear() {
    size = 0;
  }

  /**
   * Whether more was written than the cap allows.
   *
   * @return true if bytes were dropped
   */
  public boolean overflowed() {
    return overflowed;
  }

  /**
   * The bytes so far: the first {@link #size()} of this array.
   *
   * @return the array itself, valid until the next write
   */
  public byte[] array() {
    return bytes;
  }

  /**
   * How many bytes were written.
   *
   * @return the count
   */
  public int size() {
    return size;
  }
}
