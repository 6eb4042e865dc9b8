package dev.livestash.internal.token;

import com.nimbusds.jose.util.Base64URL;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * The content keys of tokens that were authentic, those that were used last: a process seals with
 * one for up to an hour, so that few of them open many tokens. A stranger cannot put one in, for
 * nothing is remembered of a token that does not open.
 */
final class UnwrappedKeys {
  /** About 100 KB: what ten nodes seal with on a day. */
  private static final int MAX_KEYS = 256;

  private static final float LOAD_FACTOR = 0.75f;

  private final Map<Wrapped, SecretKey> keys =
      new LinkedHashMap<>(16, LOAD_FACTOR, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Wrapped, SecretKey> eldest) {
          return size() > MAX_KEYS;
        }
      };

  /** Of two rings with a key of the same name, each has content keys of its own. */
  private record Wrapped(SecretKey wrappingKey, Base64URL key) {
    /** Without the first one's, which takes longer than all else here and is nearly always one. */
    @Override
    public int hashCode() {
      return key.hashCode();
    }
  }

  Optional<SecretKey> find(SecretKey wrappingKey, Base64URL wrapped) {
    synchronized (keys) {
      return Optional.ofNullable(keys.get(new Wrapped(wrappingKey, wrapped)));
    }
  }

  void remember(SecretKey wrappingKey, Base64URL wrapped, SecretKey key) {
    synchronized (keys) {
      keys.put(new Wrapped(wrappingKey, wrapped), key);
    }
  }
}
