package dev.livestash.bench;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import org.jspecify.annotations.NullMarked;

/** The JDK's ciphers, which are there. */
@NullMarked
final class Ciphers {
  private Ciphers() {}

  static Cipher of(String transformation) {
    try {
      return Cipher.getInstance(transformation);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
