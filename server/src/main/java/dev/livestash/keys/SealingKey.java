package dev.livestash.keys;

import javax.crypto.SecretKey;

/**
 * One key of a ring. Its string form holds no key material.
 *
 * @param kid its name, as in the header of the tokens that it seals
 * @param secret the key itself: 256 bits for AES
 */
public record SealingKey(String kid, SecretKey secret) {
  @Override
  public String toString() {
    return "SealingKey[" + kid + "]";
  }
}
