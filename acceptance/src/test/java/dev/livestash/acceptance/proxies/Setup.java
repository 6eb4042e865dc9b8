package dev.livestash.acceptance.proxies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is true of this machine in place of what a documented configuration says: addresses and
 * files, and nothing else.
 *
 * @param folder where the proxy may write
 * @param port where the proxy listens
 * @param adminPort where Caddy is told to reload
 * @param nodes the ports of the two nodes
 * @param certificate the proxy's
 */
record Setup(Path folder, int port, int adminPort, List<Integer> nodes, Certificate certificate) {
  static final String HOST = "app.example";
  static final String PREFIX = "/app/";
  private static final Path DOCUMENTED = Path.of("docs", "proxies");

  /** What stands for what in each file. */
  private Map<String, String> replacements() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("10.0.0.11:8080", "127.0.0.1:" + nodes.get(0));
    all.put("10.0.0.12:8080", "127.0.0.1:" + nodes.get(1));
    all.put("/etc/ssl/app.example.pem", certificate.pem().toString());
    return all;
  }

  /** The text of a documented configuration. */
  static String documented(ProxyKind kind) throws IOException {
    Path here = DOCUMENTED.resolve(kind.file());
    return Files.readString(Files.exists(here) ? here : Path.of("..").resolve(here));
  }

  /**
   * That configuration, for this machine.
   *
   * @param withRemedies false to leave out what makes deploys fast
   * @throws IllegalStateException if something that is to be replaced is not there
   */
  Path write(ProxyKind kind, boolean withRemedies) throws IOException {
    String text = documented(kind);
    if (!withRemedies) {
      for (String remedy : kind.remedies()) {
        text = replaced(text, remedy, "");
      }
    }
    for (var each : replacements().entrySet()) {
      text = replaced(text, each.getKey(), each.getValue());
    }
    if (kind != ProxyKind.HAPROXY) {
      text = replaced(text, "/etc/ssl/app.example.key", certificate.key().toString());
    }
    if (!kind.listens().isEmpty()) {
      text = replaced(text, kind.listens(), kind.listens().replace("443", String.valueOf(port)));
    }
    return Files.writeString(folder.resolve(kind.file()), text);
  }

  private static String replaced(String text, String what, String by) {
    if (!text.contains(what)) {
      throw new IllegalStateException("The documented configuration has no " + what);
    }
    return text.replace(what, by);
  }
}
