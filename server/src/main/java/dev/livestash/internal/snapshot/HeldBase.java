package dev.livestash.internal.snapshot;

import dev.livestash.fence.Mark;
import dev.livestash.internal.state.Base;
import dev.livestash.internal.token.Sealing;
import org.jspecify.annotations.Nullable;

/**
 * The whole snapshot that a tab holds, as far as patches against it need it.
 *
 * @param base where its objects are in its plaintext
 * @param epoch the in-memory session that sealed it
 * @param kid the key that sealed it, or the one before if it changed at that moment
 * @param mark its place
 * @param tokenBytes how long its token is
 * @param plaintext its bytes, where patches are checked
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HeldBase(
    Base base, String epoch, String kid, Mark mark, int tokenBytes, byte @Nullable [] plaintext) {
  /** A patch that is longer than this part of its base's token gives way to a new base. */
  private static final int MAX_PATCH_FRACTION = 4;

  /** However small its base, a patch may have this many bytes. */
  private static final int MIN_PATCH_BYTES = 640;

  /** The part of a base's plaintext that has to be in use; of a small base it does not matter. */
  private static final int MIN_USED_FRACTION = 4;

  private static final int MIN_SPARED_BYTES = 4096;

  /** The name in the header of its patches. */
  String dictionary() {
    return Sealing.BASE_PREFIX + name();
  }

  /** The name in the frames of its patches. */
  public String name() {
    return mark.gen() + "." + mark.seq();
  }

  /**
   * Whether a state has become so much smaller than this base that its tab had better hold a new
   * one: it brings the whole base at each join, and the objects in it stay in memory.
   */
  boolean isTooLargeFor(int plaintextBytes) {
    return base.size() > MIN_SPARED_BYTES && plaintextBytes < base.size() / MIN_USED_FRACTION;
  }

  int maxPatchBytes() {
    return Math.max(tokenBytes / MAX_PATCH_FRACTION, Math.min(MIN_PATCH_BYTES, tokenBytes - 1));
  }
}
