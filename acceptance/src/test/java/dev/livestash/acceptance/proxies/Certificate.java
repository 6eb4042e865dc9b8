package dev.livestash.acceptance.proxies;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A key and a certificate that it has signed itself, made by the JDK's keytool.
 *
 * @param pem the certificate, and the key after it
 * @param key the key alone
 */
record Certificate(Path pem, Path key) {
  private static final String PASSWORD = "changeit";
  private static final String ALIAS = "proxy";
  private static final int LINE_CHARS = 64;

  /** Makes one for a host. */
  static Certificate make(Path folder, String host)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("proxy.p12");
    run(store, host);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    String key = pem("PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    String certificate = pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
    return new Certificate(
        Files.writeString(folder.resolve("proxy.pem"), certificate + key),
        Files.writeString(folder.resolve("proxy.key"), key));
  }

  private static void run(Path store, String host) throws IOException, InterruptedException {
    String command =
        "%s -genkeypair -alias %s -keyalg EC -groupname secp256r1 -dname CN=%s -ext SAN=dns:%s -validity 30"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "keytool"), ALIAS, host, host);
    String where = " -storetype PKCS12 -storepass %s -keystore %s".formatted(PASSWORD, store);
    Process keytool =
        new ProcessBuilder((command + where).split(" ", -1)).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool has made no certificate: " + said);
    }
  }

  private static String pem(String what, byte[] der) {
    String lines = Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what);
  }
}
