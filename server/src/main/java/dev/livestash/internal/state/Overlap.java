package dev.livestash.internal.state;

import java.util.Arrays;

/**
 * What two runs of bytes have in common at their beginnings and at their ends; no byte counts
 * twice.
 *
 * @param prefix how many bytes at the beginning
 * @param suffix how many at the end
 */
record Overlap(int prefix, int suffix) {
  static final Overlap NONE = new Overlap(0, 0);

  /** Of the bytes from a start to an end, and all of others. */
  static Overlap of(byte[] now, int start, int end, byte[] old) {
    int most = Math.min(end - start, old.length);
    if (most <= 0) {
      return NONE; // nothing is there, as in a buffer that has overflowed
    }
    int differs = Arrays.mismatch(now, start, start + most, old, 0, most);
    int prefix = differs < 0 ? most : differs;
    int suffix = 0;
    while (suffix < most - prefix && now[end - 1 - suffix] == old[old.length - 1 - suffix]) {
      suffix++;
    }
    return new Overlap(prefix, suffix);
  }

  int bytes() {
    return prefix + suffix;
  }
}
