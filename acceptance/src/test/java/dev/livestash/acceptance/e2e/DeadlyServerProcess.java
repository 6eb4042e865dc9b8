package dev.livestash.acceptance.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A {@link DeadlyServer}, started again whenever it dies. */
final class DeadlyServerProcess implements AutoCloseable {
  static final int EXIT_CODE = 42;
  static final String READY = "ready";

  private final Path keys;
  private final int port;
  private final AtomicInteger deaths = new AtomicInteger();
  private volatile Process process;
  private volatile boolean closed;

  DeadlyServerProcess(Path keys) {
    this.keys = keys;
    this.port = freePort();
    this.process = start();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Process start() {
    try {
      Process started =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  DeadlyServer.class.getName(),
                  String.valueOf(port),
                  keys.toString())
              .redirectErrorStream(true)
              .start();
      awaitReady(started);
      var unused = started.onExit().thenAccept(this::ended);
      return started;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void awaitReady(Process started) {
    CompletableFuture<Void> ready = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(started, ready), "deadly-log");
    reader.setDaemon(true);
    reader.start();
    ready.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static void read(Process started, CompletableFuture<Void> ready) {
    StringBuilder log = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.append(line).append('\n');
        if (line.equals(READY)) {
          ready.complete(null);
        }
      }
    } catch (IOException killed) {
      log.append("(killed)");
    }
    ready.completeExceptionally(new AssertionError(log.toString()));
  }

  private void ended(Process one) {
    if (!closed) {
      if (one.exitValue() == EXIT_CODE) {
        deaths.incrementAndGet();
      }
      process = start();
    }
  }

  String url() {
    return "http://localhost:" + port + "/";
  }

  /** How often an event has ended it. */
  int deaths() {
    return deaths.get();
  }

  @Override
  public void close() {
    closed = true;
    process.destroyForcibly();
  }
}
