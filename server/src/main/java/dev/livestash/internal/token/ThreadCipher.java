package dev.livestash.internal.token;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/**
 * One of the JDK's ciphers, for each thread its own. To look one up takes as long as to seal a
 * small token.
 */
final class ThreadCipher {
  private final ThreadLocal<Cipher> ciphers;

  ThreadCipher(String transformation) {
    ciphers = ThreadLocal.withInitial(() -> find(transformation));
  }

  private static Cipher find(String transformation) {
    try {
      return Cipher.getInstance(transformation);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(
          "This JDK cannot do "
              + transformation
              + "; run LiveStash on a JDK with the standard providers.",
          missing);
    }
  }

  /** This thread's cipher, to be initialized before its use. */
  Cipher get() {
    return ciphers.get();
  }
}
