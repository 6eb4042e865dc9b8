package dev.livestash.internal.jwk;

import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a key may seal and open: 256 random bits, {@code oct}, with a {@code kid}, and meant for
 * that as far as it says what it is meant for (RFC 7517 sections 4.2 to 4.4).
 */
final class KeyCheck {
  static final int BITS = 256;

  private static final String NEW = " Use a key for one purpose: make one with KeyTool.";

  private KeyCheck() {}

  /** What is wrong with a key and what to do, as the end of a sentence; quotes nothing of it. */
  static Optional<String> fault(JWK jwk) {
    if (!(jwk instanceof OctetSequenceKey key)) {
      return Optional.of("must be of type oct. Make one with KeyTool.");
    }
    if (key.getKeyID() == null || key.getKeyID().isEmpty()) {
      return Optional.of("must have a kid. Give it one that no other key has.");
    }
    if (key.size() != BITS) {
      return Optional.of("must be 256 bits long, as base64url in k. Make one with KeyTool.");
    }
    return isOneByte(key.toByteArray())
        ? Optional.of("is one byte, 32 times, so that anybody can guess it. Make one with KeyTool.")
        : otherPurpose(key);
  }

  private static boolean isOneByte(byte[] secret) {
    for (byte each : secret) {
      if (each != secret[0]) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> otherPurpose(JWK key) {
    if (key.getAlgorithm() != null
        && !key.getAlgorithm().getName().equals(JWEAlgorithm.A256KW.getName())) {
      return Optional.of(
          "is for another algorithm: its alg may be A256KW only, or be absent." + NEW);
    }
    if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.ENCRYPTION)) {
      return Optional.of("is not for encryption: its use may be enc only, or be absent." + NEW);
    }
    Set<KeyOperation> allowed = key.getKeyOperations();
    boolean isAllowed =
        allowed == null
            || (allows(allowed, KeyOperation.WRAP_KEY, KeyOperation.ENCRYPT)
                && allows(allowed, KeyOperation.UNWRAP_KEY, KeyOperation.DECRYPT));
    return isAllowed
        ? Optional.empty()
        : Optional.of("may not seal and open: its key_ops need wrapKey and unwrapKey." + NEW);
  }

  private static boolean allows(Set<KeyOperation> allowed, KeyOperation one, KeyOperation other) {
    return allowed.contains(one) || allowed.contains(other);
  }
}
