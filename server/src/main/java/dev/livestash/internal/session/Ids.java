package dev.livestash.internal.session;

import java.security.SecureRandom;
import java.util.Base64;

/** Random names. */
final class Ids {
  private static final int SID_BYTES = 16;
  private static final int EPOCH_BYTES = 8;

  private final SecureRandom random;

  Ids(SecureRandom random) {
    this.random = random;
  }

  String sid() {
    return base64(SID_BYTES);
  }

  String epoch() {
    return base64(EPOCH_BYTES);
  }

  private String base64(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
