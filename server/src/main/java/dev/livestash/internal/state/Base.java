package dev.livestash.internal.state;

import java.util.Arrays;

/**
 * A plaintext that patches are made against: not its bytes, but which object is where in them.
 *
 * @param claims the bytes before the state
 * @param size how many bytes the whole plaintext has
 * @param trace where the state's objects are
 * @param gaps what is between them in large ones
 * @param isTraced whether that is known
 * @param changes what patches against it have found
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Base(
    byte[] claims, int size, Trace trace, Gaps gaps, boolean isTraced, Changes changes) {
  private static final int COLON_BYTES = 1;

  /** One that no patch was made against yet. */
  static Base traced(byte[] claims, int size, Trace trace, Gaps gaps) {
    return new Base(claims, size, trace, gaps, true, new Changes(size));
  }

  /** What a tab holds, of whose objects nothing is known: only what is unchanged leans on it. */
  public static Base untraced(HeldState held) {
    int size = held.whole().bytes().length;
    return new Base(claims(held.whole()), size, new Trace(), new Gaps(), false, new Changes(size));
  }

  static byte[] claims(JsonSlice whole) {
    return Arrays.copyOf(whole.bytes(), whole.offset() - COLON_BYTES);
  }
}
