package dev.livestash.token;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import java.text.ParseException;
import java.util.Optional;

/** Opens compact JWEs that {@link Sealer} made, on any node that has the key. */
public final class Opener {
  static final String TYPE = "livestash";
  static final String BASE = "zd";

  private final KeyRing keys;
  private final int maxTokenBytes;

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
      return decrypt(JWEObject.parse(token));
    } catch (ParseException | JOSEException | IllegalArgumentException unreadable) {
      return new Opened.Rejected(RejectReason.UNREADABLE);
    }
  }

  private Opened decrypt(JWEObject token) throws JOSEException {
    JWEHeader header = token.getHeader();
    Optional<SealingKey> key = isOurs(header) ? keys.find(header.getKeyID()) : Optional.empty();
    if (key.isEmpty()) {
      return new Opened.Rejected(RejectReason.UNREADABLE);
    }
    token.decrypt(new ContentDecrypter(key.get().secret()));
    byte[] payload = token.getPayload().toBytes();
    Optional<String> base = parameter(header, BASE);
    return header.getCompressionAlgorithm() == null
        ? new Opened.Valid(payload, "zc", parameter(header, "zc").orElse(""), base)
        : new Opened.Valid(payload, "zip", header.getCompressionAlgorithm().getName(), base);
  }

  private static Optional<String> parameter(JWEHeader header, String name) {
    return Optional.ofNullable(header.getCustomParam(name)).map(Object::toString);
  }

  private static boolean isOurs(JWEHeader header) {
    return JWEAlgorithm.A256KW.equals(header.getAlgorithm())
        && EncryptionMethod.A256GCM.equals(header.getEncryptionMethod())
        && new JOSEObjectType(TYPE).equals(header.getType())
        && header.getCriticalParams() == null
        && header.getKeyID() != null;
  }
}
