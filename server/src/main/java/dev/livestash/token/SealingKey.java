package dev.livestash.token;

import javax.crypto.SecretKey;

/** One key of the ring. Its string form holds no key material. */
record SealingKey(String kid, SecretKey secret) {
  @Override
  public String toString() {
    return "SealingKey[" + kid + "]";
  }
}
