package dev.livestash.internal.jwk;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import javax.crypto.SecretKey;

/**
 * A JWK Set (RFC 7517) that is fit to be a ring: at least one key, each {@linkplain KeyCheck fit}
 * and with a {@code kid} of its own. The first seals, all open.
 */
public final class KeySet {
  /** Makes another set out of one. */
  public interface Change {
    KeySet apply(KeySet keys);
  }

  private final String where;
  private final List<JWK> keys;

  private KeySet(String where, List<JWK> keys) {
    this.where = where;
    this.keys = List.copyOf(keys);
  }

  /** A set of one new key. */
  static KeySet create(String where) {
    return new KeySet(where, List.of(newKey()));
  }

  /**
   * Reads a set.
   *
   * @throws UnfitKeysException if it is not fit; quotes nothing of it
   */
  public static KeySet parse(String json, String where) {
    KeySet set = new KeySet(where, jwks(json, where));
    if (set.keys.isEmpty()) {
      throw new UnfitKeysException("There is no key in " + where + ". Make one with KeyTool.");
    }
    for (int i = 0; i < set.keys.size(); i++) {
      // By its place: nothing that stands in the set is quoted.
      String key = "Key " + (i + 1) + " of " + where + " ";
      KeyCheck.fault(set.keys.get(i))
          .ifPresent(
              fault -> {
                throw new UnfitKeysException(key + fault);
              });
    }
    if (set.keys.stream().map(JWK::getKeyID).distinct().count() != set.keys.size()) {
      throw new UnfitKeysException("Two keys in " + where + " have the same kid; rename one.");
    }
    return set;
  }

  private static List<JWK> jwks(String json, String where) {
    try {
      return JWKSet.parse(json).getKeys();
    } catch (ParseException | RuntimeException malformed) {
      // The cause is left out: its message may quote the file, and with it a key.
      throw new UnfitKeysException(where + " is not a JWK Set (RFC 7517). Make one with KeyTool.");
    }
  }

  private static JWK newKey() {
    try {
      return new OctetSequenceKeyGenerator(KeyCheck.BITS).keyIDFromThumbprint(true).generate();
    } catch (JOSEException impossible) {
      throw new IllegalStateException("This JDK cannot make an AES key.", impossible);
    }
  }

  public KeySet withNewKey() {
    List<JWK> more = new ArrayList<>(keys);
    more.add(newKey());
    return new KeySet(where, more);
  }

  private String first() {
    return keys.get(0).getKeyID();
  }

  public KeySet withFirst(String kid) {
    List<JWK> others = new ArrayList<>(keys);
    JWK first = find(kid);
    others.remove(first);
    others.add(0, first);
    return new KeySet(where, others);
  }

  public KeySet without(String kid) {
    JWK retired = find(kid);
    if (kid.equals(first())) {
      throw new IllegalStateException(
          kid
              + " seals in "
              + where
              + ". Promote another key, on every node, before you retire it.");
    }
    return new KeySet(where, keys.stream().filter(key -> !key.equals(retired)).toList());
  }

  private JWK find(String kid) {
    return keys.stream()
        .filter(key -> key.getKeyID().equals(kid))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("There is no key '" + kid + "' in " + where + "."));
  }

  /** Makes something of each key, in their order: the first one seals. */
  public <T> List<T> map(BiFunction<String, SecretKey, T> make) {
    return keys.stream()
        .map(key -> make.apply(key.getKeyID(), key.toOctetSequenceKey().toSecretKey("AES")))
        .toList();
  }

  /** A line for each key: its id, and what it does. */
  public String list() {
    StringBuilder lines = new StringBuilder();
    for (JWK key : keys) {
      lines.append(key.getKeyID()).append(key.getKeyID().equals(first()) ? " seals\n" : " opens\n");
    }
    return lines.toString();
  }

  /** The set as JSON, secrets included. */
  String toJson() {
    return new JWKSet(keys).toString(false) + "\n";
  }
}
