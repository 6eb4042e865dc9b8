package dev.livestash.internal.state;

import java.util.Arrays;

/** Notes which bytes that are written the base has, too, so that they are not new. */
final class Trimming {
  /** Less is as long as the step that says that it is the same. */
  private static final int MIN_SAME_FIELD_BYTES = 2 * Splices.STEP_BYTES;

  private final Splices splices;
  private int trimmedBytes;

  Trimming(Splices splices) {
    this.splices = splices;
  }

  /** How many of the bytes that are written are not new. */
  int trimmedBytes() {
    return trimmedBytes;
  }

  /**
   * Trims the beginning and the end of what is written from one place to another.
   *
   * @param old what stands there in the base
   * @param oldStart where that starts
   */
  Overlap trim(byte[] written, int start, int end, byte[] old, int oldStart) {
    Overlap same = Overlap.of(written, start, end, old);
    begins(start, same.prefix(), same.prefix(), oldStart);
    ends(end - same.suffix(), same.suffix(), same.suffix(), oldStart + old.length);
    trimmedBytes += same.bytes();
    return same;
  }

  /** Trims texts of the same length that start both plaintexts, and differ in a few numbers. */
  void trimFields(byte[] written, byte[] old) {
    int start = 0;
    while (start < old.length) {
      int differs = Arrays.mismatch(written, start, old.length, old, start, old.length);
      int same = differs < 0 ? old.length - start : differs;
      if (same >= MIN_SAME_FIELD_BYTES) {
        splices.copy(start, same, start, same);
        trimmedBytes += same;
      }
      start += same + 1;
    }
  }

  /** The base has the beginning of a value, in place of so many bytes that are written. */
  void begins(int at, int skip, int length, int oldStart) {
    if (length > 0) {
      splices.copyValue(at, skip, oldStart, length);
    }
  }

  /** The base has its end likewise. */
  void ends(int at, int skip, int length, int oldEnd) {
    if (length > 0) {
      splices.copy(at, skip, oldEnd - length, length);
    }
  }
}
