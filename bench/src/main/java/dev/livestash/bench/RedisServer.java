package dev.livestash.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** A real redis-server on a free port, without files. */
@NullMarked
final class RedisServer implements AutoCloseable {
  private final Process process;
  private final int port;

  private RedisServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static RedisServer start() {
    try {
      int port = freePort();
      List<String> command =
          List.of(
              "redis-server",
              "--port",
              String.valueOf(port),
              "--bind",
              "127.0.0.1",
              "--save",
              "",
              "--appendonly",
              "no");
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      awaitReady(process);
      return new RedisServer(process, port);
    } catch (IOException failure) {
      throw new UncheckedIOException("No redis-server: ./dev setup installs it.", failure);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What it says later is next to nothing, and stays in the pipe. */
  private static void awaitReady(Process process) throws IOException {
    BufferedReader says = process.inputReader(StandardCharsets.UTF_8);
    String line = says.readLine();
    while (line != null && !line.contains("eady to accept connections")) {
      line = says.readLine();
    }
    if (line == null) {
      throw new IOException("redis-server ended with its start");
    }
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** What it has cost until now, to some ten milliseconds. */
  double cpuNanos() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
