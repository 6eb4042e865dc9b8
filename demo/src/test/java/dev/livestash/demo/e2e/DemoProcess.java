package dev.livestash.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The demo in a JVM of its own, which can really be killed, and started again on the same port. */
final class DemoProcess implements AutoCloseable {
  private static final long START_SECONDS = 30;

  private final Path keys;
  private final int port;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private Process process;

  private DemoProcess(Path keys, int port) {
    this.keys = keys;
    this.port = port;
    this.process = launch();
  }

  static DemoProcess start(Path keys) {
    return new DemoProcess(keys, freePort());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  String url() {
    return "http://localhost:" + port + "/";
  }

  /** What the server has written so far, over all its lives. */
  String log() {
    return String.join("\n", log);
  }

  /** SIGKILL: no hook runs, no socket is closed politely. */
  void kill() {
    process.destroyForcibly();
    assertThat(exitCode()).isEqualTo(137);
  }

  int exitCode() {
    try {
      assertThat(process.waitFor(START_SECONDS, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  void restart() {
    process = launch();
  }

  private Process launch() {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.livestash.demo.Demo",
            "--port",
            String.valueOf(port),
            "--keys",
            keys.toString());
    try {
      Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
      CompletableFuture<Boolean> ready = new CompletableFuture<>();
      Thread reader = new Thread(() -> read(started, ready), "demo-log");
      reader.setDaemon(true);
      reader.start();
      assertThat(ready.orTimeout(START_SECONDS, TimeUnit.SECONDS).join()).as(log()).isTrue();
      return started;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void read(Process started, CompletableFuture<Boolean> ready) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(line);
        if (line.startsWith("Sheet is at ")) {
          ready.complete(true);
        }
      }
    } catch (IOException killed) {
      log.add("(killed)");
    }
    ready.complete(false);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
