package dev.livestash.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A certificate for localhost, made for one test by the JDK's keytool and by openssl. */
final class TlsFiles {
  private static final String PASSWORD = "changeit";

  private final Path folder;

  private TlsFiles(Path folder) {
    this.folder = folder;
  }

  /** Makes them: a key and a certificate as a server reads them, and a store that trusts it. */
  static TlsFiles in(Path folder) {
    TlsFiles made = new TlsFiles(folder);
    run(
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost,IP:127.0.0.1",
            "-keyout",
            made.key(),
            "-out",
            made.certificate()));
    run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-importcert",
            "-noprompt",
            "-alias",
            "redis",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-file",
            made.certificate(),
            "-keystore",
            made.trustStore()));
    return made;
  }

  private static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String says = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command.get(0) + " has failed: " + says);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  String key() {
    return folder.resolve("redis.key").toString();
  }

  String certificate() {
    return folder.resolve("redis.crt").toString();
  }

  String trustStore() {
    return folder.resolve("trusted.p12").toString();
  }

  /** As {@code -Djavax.net.ssl…} says it, for code that asks for the JVM's own trust. */
  List<String> trusting() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + trustStore(),
        "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }
}
