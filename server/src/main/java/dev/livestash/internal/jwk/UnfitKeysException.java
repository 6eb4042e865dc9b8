package dev.livestash.internal.jwk;

import java.io.IOException;

/** There is no fit key set where one should be. The message says what to do and holds no key. */
public final class UnfitKeysException extends IllegalStateException {
  UnfitKeysException(String message) {
    super(message);
  }

  UnfitKeysException(String message, IOException cause) {
    super(message, cause);
  }
}
