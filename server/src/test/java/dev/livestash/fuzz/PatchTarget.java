package dev.livestash.fuzz;

import dev.livestash.internal.pack.Inflated;
import dev.livestash.internal.state.Patches;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The plaintext of a patch. */
public final class PatchTarget {
  private static final int CAP_BYTES = 4096;
  private static final String OWN = "aBcDeFgHiJk";
  private static final byte[] BASE =
      "a base of some length, so that parts of it can be copied "
          .repeat(8)
          .getBytes(StandardCharsets.UTF_8);

  private PatchTarget() {}

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    apply(input);
    byte[] own = OWN.getBytes(StandardCharsets.US_ASCII);
    byte[] ours = Arrays.copyOf(own, own.length + input.length);
    System.arraycopy(input, 0, ours, own.length, input.length);
    apply(ours);
  }

  private static void apply(byte[] patch) {
    Inflated made = Patches.apply(BASE, patch, OWN, CAP_BYTES);
    if (made instanceof Inflated.Plain plain && plain.bytes().length > CAP_BYTES) {
      throw new AssertionError("over the cap: " + plain.bytes().length);
    }
  }
}
