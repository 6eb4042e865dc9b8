package dev.livestash.fuzz;

import dev.livestash.internal.jwk.KeySet;
import dev.livestash.internal.jwk.UnfitKeysException;
import java.nio.charset.StandardCharsets;

/** What stands in a key file. */
public final class KeyFileTarget {
  private static final int MAX_MESSAGE_CHARS = 300;

  private KeyFileTarget() {}

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      KeySet keys = KeySet.parse(text, "the file");
      if (keys.map((kid, secret) -> secret.getEncoded().length).stream().anyMatch(n -> n != 32)) {
        throw new AssertionError("a key is not of 256 bits");
      }
    } catch (UnfitKeysException unfit) {
      String message = String.valueOf(unfit.getMessage());
      if (message.length() > MAX_MESSAGE_CHARS || unfit.getCause() != null) {
        throw new AssertionError("the message may quote the file", unfit);
      }
    }
  }
}
