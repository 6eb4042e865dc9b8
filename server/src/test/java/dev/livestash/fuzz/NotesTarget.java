package dev.livestash.fuzz;

import dev.livestash.Forge;
import dev.livestash.internal.session.ForeignNotes;
import dev.livestash.keys.KeyRing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What a hostile engine has in place of the notes of who was revoked, and who came after whom. */
public final class NotesTarget {
  private static final Logger LOG = Logger.getLogger("dev.livestash");
  private static final KeyRing KEYS =
      KeyRing.parse(
          "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"fuzz\",\"k\":\"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U\"}]}");
  private static final Forge FORGE = new Forge(KEYS);

  private NotesTarget() {}

  /** What Jazzer calls first: what is revoked in the future is said each time. */
  public static void fuzzerInitialize() {
    LOG.setLevel(Level.OFF);
  }

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0 && input[0] == 's') {
      sealed(Arrays.copyOfRange(input, 1, input.length));
    } else {
      foreign(new String(input, StandardCharsets.UTF_8));
    }
  }

  /** What whoever has the key may have sealed. */
  private static void sealed(byte[] payload) {
    String at = ForeignNotes.NOW + "000";
    String text = "0".repeat(15 - at.length()) + at + " " + FORGE.seal(FORGE.header(), payload);
    ForeignNotes notes = new ForeignNotes(KEYS, text);
    var unused = notes.isHandedOn();
    unused = notes.rebind();
  }

  private static void foreign(String text) {
    ForeignNotes notes = new ForeignNotes(KEYS, text);
    if (notes.isHandedOn()) {
      throw new AssertionError("handed on, though nobody has sealed it: " + text);
    }
    if (!notes.canRevoke()) {
      throw new AssertionError("what is revoked stays: " + text);
    }
    var unused = notes.rebind();
  }
}
