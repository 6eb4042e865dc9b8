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
 * same as before is taken to have the same bytes as before.
 */
final class PatchCheck<S> {
  /** Writes a whole plaintext. */
  interface Encoding<S> {
    int encode(CappedBuffer target, Claims claims, S state);
  }

  private final Encoding<S> encoding;
  private final int maxStateBytes;

  PatchCheck(Encoding<S> encoding, int maxStateBytes) {
    this.encoding = encoding;
    this.maxStateBytes = maxStateBytes;
  }

  boolean isExact(HeldBase held, PatchBuffer patch, Claims claims, S state) {
    byte[] base = held.plaintext();
    if (base == null) {
      return true;
    }
    CappedBuffer whole = new CappedBuffer(maxStateBytes);
    encoding.encode(whole, claims, state);
    Inflated made = Patches.apply(base, patch.patch(held.epoch()), held.epoch(), maxStateBytes);
    boolean exact =
        made instanceof Inflated.Plain plain
            && Arrays.equals(plain.bytes(), Arrays.copyOf(whole.array(), whole.size()));
    if (!exact) {
      InPlaceCheck.log(claims.aud());
    }
    return exact;
  }
}
