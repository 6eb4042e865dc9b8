package dev.livestash.internal.token;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWECryptoParts;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.impl.AAD;
import com.nimbusds.jose.util.Base64URL;
import dev.livestash.keys.KeyRing;
import dev.livestash.keys.KeyRing.SealingKey;
import dev.livestash.report.RejectReason;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Opens compact JWEs that {@link Sealer} made, on any node that has the key. */
public final class Opener {
  static final String TYPE = "livestash";
  static final String DICTIONARY = "zd";
  private static final int MAX_KNOWN_HEADERS = 16;

  private final KeyRing keys;
  private final int maxTokenBytes;

  /** The headers of whole tokens that were authentic: there are few, and they come often. */
  private final Map<Base64URL, Read> known = new ConcurrentHashMap<>();

  private final ContentDecrypter decrypter = new ContentDecrypter();

  /** A header of ours, and what it says. */
  private record Read(JWEHeader header, Sealing sealing) {}

  /**
   * The opener.
   *
   * @param keys any of them opens
   * @param maxTokenBytes how long a token may be; a longer one is not parsed
   */
  public Opener(KeyRing keys, int maxTokenBytes) {
    this.keys = keys;
    this.maxTokenBytes = maxTokenBytes;
  }

  /**
   * Opens a token.
   *
   * @param token from the tab, so possibly anything
   * @return its payload, or why not
   */
  public Opened open(String token) {
    if (token.length() > maxTokenBytes) {
      return new Opened.Rejected(RejectReason.OVERSIZE);
    }
    try {
      Base64URL[] parts = CompactForm.split(token);
      return decrypt(parts);
    } catch (ParseException | JOSEException | RuntimeException unreadable) {
      // A foreign parser, at what a stranger sent: whatever it throws, the token is not readable.
      return new Opened.Rejected(RejectReason.UNREADABLE);
    }
  }

  private Opened decrypt(Base64URL[] parts) throws ParseException, JOSEException {
    Read remembered = known.get(parts[0]);
    Read read = remembered == null ? read(parts[0]) : remembered;
    Optional<SealingKey> key = keys.find(read.sealing().kid());
    if (key.isEmpty()) {
      return new Opened.Rejected(RejectReason.UNREADABLE);
    }
    JWECryptoParts sealed =
        new JWECryptoParts(read.header(), parts[1], parts[2], parts[3], parts[4]);
    byte[] payload = decrypter.decrypt(key.get().secret(), sealed, AAD.compute(parts[0]));
    if (remembered == null && !read.sealing().isOfPatch()) {
      remember(parts[0], read);
    }
    return new Opened.Valid(payload, read.sealing());
  }

  private static Read read(Base64URL encoded) throws ParseException {
    JWEHeader header = parsed(encoded);
    if (!isOurs(header)) {
      throw new ParseException("not a header of ours", 0);
    }
    return new Read(header, sealing(header));
  }

  /** A parser forgives a byte order mark, and has null for what is not there. */
  static JWEHeader parsed(Base64URL encoded) throws ParseException {
    JWEHeader header = JWEHeader.parse(encoded);
    if (!encoded.decodeToString().startsWith("{") || header.getCustomParams().containsValue(null)) {
      throw new ParseException("not a header of ours", 0);
    }
    return header;
  }

  static Sealing sealing(JWEHeader header) {
    String kid = header.getKeyID();
    Optional<String> dictionary = parameter(header, DICTIONARY);
    return header.getCompressionAlgorithm() == null
        ? new Sealing(kid, "zc", parameter(header, "zc").orElse(""), dictionary)
        : new Sealing(kid, "zip", header.getCompressionAlgorithm().getName(), dictionary);
  }

  private void remember(Base64URL encoded, Read header) {
    if (known.size() >= MAX_KNOWN_HEADERS) {
      // Most are of keys that were rotated away.
      known.clear();
    }
    known.put(encoded, header);
  }

  private static Optional<String> parameter(JWEHeader header, String name) {
    return Optional.ofNullable(header.getCustomParam(name)).map(Object::toString);
  }

  static boolean isOurs(JWEHeader header) {
    return JWEAlgorithm.A256KW.equals(header.getAlgorithm())
        && EncryptionMethod.A256GCM.equals(header.getEncryptionMethod())
        && new JOSEObjectType(TYPE).equals(header.getType())
        && header.getCriticalParams() == null
        && header.getKeyID() != null;
  }
}
