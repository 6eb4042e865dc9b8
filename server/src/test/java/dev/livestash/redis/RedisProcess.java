package dev.livestash.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A real redis-server of a test's own: on a free port, without files; killed at the end. */
public final class RedisProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final int port;
  private Process process;

  private RedisProcess(int port) {
    this.port = port;
    this.process = run(port);
  }

  public static RedisProcess start() {
    return startAt(freePort());
  }

  public static RedisProcess startAt(int port) {
    return new RedisProcess(port);
  }

  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Process run(int port) {
    try {
      Process process =
          new ProcessBuilder(
                  "redis-server",
                  "--port",
                  Integer.toString(port),
                  "--bind",
                  "127.0.0.1",
                  "--save",
                  "",
                  "--appendonly",
                  "no")
              .redirectErrorStream(true)
              .start();
      awaitReady(process);
      return process;
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "redis-server does not start; ./dev setup installs it", failure);
    }
  }

  /** Reads what it says until it takes connections; the rest goes nowhere. */
  private static void awaitReady(Process process) throws IOException {
    InputStream says = process.getInputStream();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    String line = lines.readLine();
    while (line != null && !line.contains("eady to accept connections")) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new IOException("redis-server ended with its start");
    }
    Thread reader = new Thread(() -> drain(says), "redis-output");
    reader.setDaemon(true);
    reader.start();
  }

  private static void drain(InputStream says) {
    try {
      byte[] buffer = new byte[4096];
      while (says.read(buffer) >= 0) {
        // Nobody reads it, but a full pipe would stop the server.
      }
    } catch (IOException gone) {
      // With its process.
    }
  }

  public int port() {
    return port;
  }

  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Sends one command, such as {@code FLUSHALL}, and waits for the first line of its answer. */
  public String command(String inline) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write((inline + "\r\n").getBytes(StandardCharsets.UTF_8));
      StringBuilder answer = new StringBuilder();
      for (int c = socket.getInputStream().read(); c >= 0 && c != '\r'; ) {
        answer.append((char) c);
        c = socket.getInputStream().read();
      }
      return answer.toString();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** SIGSTOP: its port is open, and it does nothing. */
  public void freeze() {
    signal("-STOP");
  }

  /** SIGCONT. */
  public void thaw() {
    signal("-CONT");
  }

  private void signal(String name) {
    try {
      int code = new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill " + name + " ended with " + code);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** SIGKILL: with all that it holds. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Runs again, on the same port, empty. */
  public void restart() {
    kill();
    process = run(port);
  }

  @Override
  public void close() {
    kill();
  }
}
