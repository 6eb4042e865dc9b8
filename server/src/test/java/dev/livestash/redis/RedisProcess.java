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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real redis-server of a test's own: on a free port, without files; killed at the end. */
public final class RedisProcess implements AutoCloseable {
  /** Below those that systems give to whoever connects: nobody gets it before its server does. */
  private static final int FIRST_PORT = 10_000;

  private static final int PORTS = 20_000;
  private static final int MAX_TRIES = 100;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration AWAITED = Duration.ofSeconds(30);
  private static final Pattern WRITTEN = Pattern.compile("master_repl_offset:([0-9]+)");

  private final int port;
  private final List<String> options;
  private Process process;

  private RedisProcess(int port, List<String> options) {
    this.port = port;
    this.options = options;
    this.process = run(port, options);
  }

  /** Starts one, with options such as {@code --dir}. */
  public static RedisProcess start(String... options) {
    return startAt(freePort(), options);
  }

  /** As {@link #start}, at a port. */
  public static RedisProcess startAt(int port, String... options) {
    return new RedisProcess(port, List.of(options));
  }

  public static int freePort() {
    for (int tried = 1; ; tried++) {
      int port = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
      try (ServerSocket free = new ServerSocket(port)) {
        return free.getLocalPort();
      } catch (IOException taken) {
        if (tried == MAX_TRIES) {
          throw new UncheckedIOException(taken);
        }
      }
    }
  }

  private static Process run(int port, List<String> options) {
    List<String> command = new ArrayList<>(List.of("redis-server"));
    boolean isSentinel = options.contains("--sentinel");
    // A replica writes what it is sent into a file, whatever it saves.
    List<String> files = List.of("--dir", "target", "--dbfilename", port + ".rdb");
    command.addAll(isSentinel ? options : List.of("--save", "", "--appendonly", "no"));
    command.addAll(isSentinel ? List.of() : files);
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(isSentinel ? List.of() : options);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
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
    while (line != null
        && !line.contains("eady to accept connections")
        && !line.contains("Sentinel ID is")) {
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

  /** Sends one command, such as {@code FLUSHALL}, and waits for its answer: a line or a text. */
  public String command(String inline) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write((inline + "\r\n").getBytes(StandardCharsets.UTF_8));
      InputStream answer = socket.getInputStream();
      String line = line(answer);
      return line.startsWith("$") ? text(answer, Integer.parseInt(line.substring(1))) : line;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String line(InputStream answer) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = answer.read(); c >= 0 && c != '\r'; c = answer.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private static String text(InputStream answer, int length) throws IOException {
    answer.skipNBytes(1);
    return new String(answer.readNBytes(Math.max(0, length)), StandardCharsets.UTF_8);
  }

  /** Asks again and again until an answer has a text. */
  public void await(String inline, String text) {
    await(inline, answer -> answer.contains(text));
  }

  /** Asks again and again until an answer is as it is meant to be. */
  public void await(String inline, Predicate<String> isMeant) {
    long deadline = System.nanoTime() + AWAITED.toNanos();
    String answer = commandOrFailure(inline);
    while (!isMeant.test(answer)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(port + " says to " + inline + ": " + answer);
      }
      answer = commandOrFailure(inline);
    }
  }

  /** One that is just promoted ends its connections. */
  private String commandOrFailure(String inline) {
    try {
      return command(inline);
    } catch (UncheckedIOException failure) {
      return failure.toString();
    }
  }

  /** Waits until a replica has all that was written so far. */
  public void awaitReplicated() {
    await(
        "INFO replication",
        info -> {
          Matcher written = WRITTEN.matcher(info);
          return written.find() && info.contains(",offset=" + written.group(1) + ",");
        });
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
    process = run(port, options);
  }

  @Override
  public void close() {
    kill();
  }
}
