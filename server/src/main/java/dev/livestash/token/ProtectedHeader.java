package dev.livestash.token;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.impl.AAD;
import com.nimbusds.jose.util.Base64URL;
import java.util.Optional;

/**
 * A token's protected header, encoded once: Nimbus writes the JSON of a header that was built anew
 * at each use.
 *
 * @param encoded its part of the token
 * @param aad the same, as the cipher takes it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ProtectedHeader(String encoded, byte[] aad) {
  /**
   * What decides a header.
   *
   * @param kid names the key
   * @param compression the header parameter that names the compression
   * @param method its value
   * @param dictionary names what is needed to make the plaintext, if something is
   */
  record Contents(String kid, String compression, String method, Optional<String> dictionary) {}

  /** Whether this is the header of a patch, so that hardly another token has the same. */
  static boolean isOfPatch(Optional<String> dictionary) {
    return dictionary.isPresent() && dictionary.get().startsWith(Sealer.BASE_PREFIX);
  }

  static ProtectedHeader of(Contents contents) {
    JWEHeader.Builder header =
        new JWEHeader.Builder(JWEAlgorithm.A256KW, EncryptionMethod.A256GCM)
            .keyID(contents.kid())
            .type(new JOSEObjectType(Opener.TYPE))
            .contentType("json");
    contents.dictionary().ifPresent(name -> header.customParam(Opener.DICTIONARY, name));
    return of(
        contents.compression().equals("zip")
            ? header.compressionAlgorithm(new CompressionAlgorithm(contents.method())).build()
            : header.customParam(contents.compression(), contents.method()).build());
  }

  private static ProtectedHeader of(JWEHeader header) {
    Base64URL encoded = header.toBase64URL();
    return new ProtectedHeader(encoded.toString(), AAD.compute(encoded));
  }
}
