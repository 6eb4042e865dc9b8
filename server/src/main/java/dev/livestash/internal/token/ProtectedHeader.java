package dev.livestash.internal.token;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.impl.AAD;
import com.nimbusds.jose.util.Base64URL;

/**
 * A token's protected header, encoded once: Nimbus writes the JSON of a header that was built anew
 * at each use.
 *
 * @param encoded its part of the token
 * @param aad the same, as the cipher takes it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ProtectedHeader(String encoded, byte[] aad) {
  static ProtectedHeader of(Sealing sealing) {
    JWEHeader.Builder header =
        new JWEHeader.Builder(JWEAlgorithm.A256KW, EncryptionMethod.A256GCM)
            .keyID(sealing.kid())
            .type(new JOSEObjectType(Opener.TYPE))
            .contentType("json");
    sealing.dictionary().ifPresent(name -> header.customParam(Opener.DICTIONARY, name));
    return of(
        sealing.compression().equals("zip")
            ? header.compressionAlgorithm(new CompressionAlgorithm(sealing.method())).build()
            : header.customParam(sealing.compression(), sealing.method()).build());
  }

  private static ProtectedHeader of(JWEHeader header) {
    Base64URL encoded = header.toBase64URL();
    return new ProtectedHeader(encoded.toString(), AAD.compute(encoded));
  }
}
