package dev.livestash.acceptance.e2e;

import com.github.luben.zstd.Zstd;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Opens and seals tokens with plain Nimbus and the server's key: what somebody with the key can do.
 */
public final class TokenForge {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final OctetSequenceKey key;

  public TokenForge(Path keys) {
    try {
      key = (OctetSequenceKey) JWKSet.load(keys.toFile()).getKeys().get(0);
    } catch (IOException | ParseException failure) {
      throw new AssertionError(failure);
    }
  }

  ObjectNode open(String token) {
    return (ObjectNode) JSON.readTree(plaintext(token));
  }

  /** Opens what a tab holds: a whole token, and the patch against it if there is one. */
  public ObjectNode open(List<String> tokens) {
    byte[] plaintext = plaintext(tokens.get(0));
    for (String patch : tokens.subList(1, tokens.size())) {
      plaintext = PatchReader.read(plaintext(patch), plaintext);
    }
    return (ObjectNode) JSON.readTree(plaintext);
  }

  private byte[] plaintext(String token) {
    try {
      JWEObject jwe = JWEObject.parse(token);
      jwe.decrypt(new AESDecrypter(key));
      byte[] packed = jwe.getPayload().toBytes();
      return Zstd.decompress(packed, (int) Zstd.getFrameContentSize(packed));
    } catch (ParseException | JOSEException failure) {
      throw new AssertionError(failure);
    }
  }

  String changed(String token, Consumer<ObjectNode> change) {
    ObjectNode claims = open(token);
    change.accept(claims);
    return seal(token, claims);
  }

  /**
   * The same claims, sealed with this forge's key instead of the one of the forge they were sealed
   * with.
   */
  String resealed(String token, TokenForge owner) {
    return seal(token, owner.open(token));
  }

  private String seal(String like, ObjectNode claims) {
    try {
      Payload payload = new Payload(Zstd.compress(JSON.writeValueAsBytes(claims)));
      JWEHeader header =
          new JWEHeader.Builder(JWEObject.parse(like).getHeader())
              .keyID(key.getKeyID())
              .parsedBase64URL(null)
              .build();
      JWEObject jwe = new JWEObject(header, payload);
      jwe.encrypt(new AESEncrypter(key));
      return jwe.serialize();
    } catch (ParseException | JOSEException failure) {
      throw new AssertionError(failure);
    }
  }

  String secret() {
    return key.getKeyValue().toString();
  }
}
