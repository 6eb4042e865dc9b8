package dev.livestash.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.List;
import java.util.Set;

/** A JWK Set file: made readable by its owner only, read into a ring. */
final class KeyFile {
  private KeyFile() {}

  /** Makes a file with one new key. A file that is there already is left as it is. */
  static void create(Path file) {
    byte[] json = newKeySet().getBytes(StandardCharsets.UTF_8);
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      write(file, json);
    } catch (FileAlreadyExistsException other) {
      // Another process was faster; its key is as good as ours.
      return;
    } catch (IOException failure) {
      throw new IllegalStateException(
          "Cannot write a key file at " + file + ". Choose a folder that the process may write to.",
          failure);
    }
  }

  private static void write(Path file, byte[] json) throws IOException {
    Set<StandardOpenOption> once = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (OutputStream out =
        Channels.newOutputStream(Files.newByteChannel(file, once, ownerOnly(file)))) {
      out.write(json);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static String newKeySet() {
    try {
      OctetSequenceKey key =
          new OctetSequenceKeyGenerator(ContentEncrypter.KEY_BYTES * Byte.SIZE)
              .keyIDFromThumbprint(true)
              .generate();
      return new JWKSet(key).toString(false) + "\n";
    } catch (JOSEException impossible) {
      throw new IllegalStateException("This JDK cannot make an AES key.", impossible);
    }
  }

  static KeyRing read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException failure) {
      throw new IllegalStateException(
          "Cannot read the key file " + file + ". Let the process read it.",
          new UncheckedIOException(failure));
    }
  }

  static KeyRing parse(String json, String where) {
    List<SealingKey> keys = jwks(json, where).stream().map(jwk -> sealingKey(jwk, where)).toList();
    if (keys.isEmpty()) {
      throw new IllegalStateException("There is no key in " + where + ". Make one with MakeKey.");
    }
    if (keys.stream().map(SealingKey::kid).distinct().count() != keys.size()) {
      throw new IllegalStateException("Two keys in " + where + " have the same kid; rename one.");
    }
    return new KeyRing(keys);
  }

  private static List<JWK> jwks(String json, String where) {
    try {
      return JWKSet.parse(json).getKeys();
    } catch (ParseException malformed) {
      // The cause is left out: its message may quote the file, and with it a key.
      throw new IllegalStateException(
          where + " is not a JWK Set (RFC 7517). Make one with MakeKey.");
    }
  }

  private static SealingKey sealingKey(JWK jwk, String where) {
    if (jwk instanceof OctetSequenceKey key
        && key.getKeyID() != null
        && key.size() == ContentEncrypter.KEY_BYTES * Byte.SIZE) {
      return new SealingKey(key.getKeyID(), key.toSecretKey("AES"));
    }
    throw new IllegalStateException(
        "Each key in " + where + " must be of type oct, 256 bits long, and have a kid.");
  }
}
