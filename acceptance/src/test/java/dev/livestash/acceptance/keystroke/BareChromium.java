package dev.livestash.acceptance.keystroke;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A headless Chromium that nobody is connected to, but for the tools of the tab that is measured.
 */
final class BareChromium {
  private static final String READY = "DevTools listening on ";
  private static final List<String> FLAGS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--remote-debugging-port=0",
          "--no-first-run",
          "--no-default-browser-check",
          "--disable-dev-shm-usage",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-extensions");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final String authority;

  /**
   * Starts it.
   *
   * @param profile a folder that is not there yet
   */
  BareChromium(Path profile) throws IOException {
    String executable = Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium");
    ProcessBuilder builder = new ProcessBuilder(executable);
    builder.command().addAll(FLAGS);
    builder.command().addAll(List.of("--user-data-dir=" + profile, "about:blank"));
    process = builder.redirectErrorStream(true).start();
    authority = awaitReady().getAuthority();
  }

  private URI awaitReady() throws IOException {
    var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !line.startsWith(READY)) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new IOException("Chromium has ended at its start.");
    }
    drain(lines);
    return URI.create(line.substring(READY.length()));
  }

  /** One that nobody listens to stands still when enough is said. */
  private static void drain(BufferedReader lines) {
    Thread thread = new Thread(() -> read(lines), "chromium-log");
    thread.setDaemon(true);
    thread.start();
  }

  private static void read(BufferedReader lines) {
    try {
      lines.transferTo(Writer.nullWriter());
    } catch (IOException killed) {
      // As it is at the end.
    }
  }

  /** Opens a blank tab, in front of all others. */
  Devtools open() throws IOException, InterruptedException {
    URI address = URI.create("http://" + authority + "/json/new?about:blank");
    HttpRequest request =
        HttpRequest.newBuilder(address).PUT(HttpRequest.BodyPublishers.noBody()).build();
    JsonNode target =
        JsonMapper.shared().readTree(client.send(request, BodyHandlers.ofString()).body());
    return new Devtools(client, target.path("webSocketDebuggerUrl").asString());
  }

  void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
