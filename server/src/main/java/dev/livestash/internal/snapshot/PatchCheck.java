package dev.livestash.internal.snapshot;

import dev.livestash.internal.pack.CappedBuffer;
import dev.livestash.internal.pack.Inflated;
import dev.livestash.internal.state.PatchBuffer;
import dev.livestash.internal.state.Patches;
import dev.livestash.internal.token.Claims;
import java.util.Arrays;

/**
 * Where states are checked, makes sure that a patch makes the very bytes that a whole encoding
 * makes. It does not if the application has changed a state in place, since an object that is the
 * same as before is taken to have the same bytes as before. What a patch makes is read back, too.
 */
final class PatchCheck<S> {
  /** Writes a whole plaintext. */
  interface Encoding<S> {
    int encode(CappedBuffer target, Claims claims, S state);
  }

  private final Encoding<S> encoding;
  private final ReadBackCheck<S> readBack;
  private final int maxStateBytes;

  PatchCheck(Encoding<S> encoding, ReadBackCheck<S> readBack, int maxStateBytes) {
    this.encoding = encoding;
    this.readBack = readBack;
    this.maxStateBytes = maxStateBytes;
  }

  boolean isExact(HeldBase held, PatchBuffer patch, Claims claims, S state) {
    byte[] base = held.plaintext();
    if (base == null) {
      return true;
    }
    CappedBuffer whole = new CappedBuffer(maxStateBytes);
    int claimsBytes = encoding.encode(whole, claims, state);
    Inflated made = Patches.apply(base, patch.patch(held.epoch()), held.epoch(), maxStateBytes);
    boolean exact =
        made instanceof Inflated.Plain plain
            && Arrays.equals(plain.bytes(), Arrays.copyOf(whole.array(), whole.size()));
    if (exact) {
      int stateBytes = CommitPath.stateBytes(whole.size(), claimsBytes);
      readBack.check(claims.aud(), state, whole.array(), claimsBytes, stateBytes);
    } else {
      InPlaceCheck.log(claims.aud());
    }
    return exact;
  }
}
