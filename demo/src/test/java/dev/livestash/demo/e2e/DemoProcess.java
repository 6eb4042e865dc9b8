package dev.livestash.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The demo in a JVM of its own, which can really be killed, and started again on the same port. */
public final class DemoProcess implements AutoCloseable {
  private static final long START_SECONDS = 30;
  private static final String READY = "Sheet is at ";

  private final String main;
  private final Path keys;
  private final List<String> more;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private int port;
  private Process process;

  private DemoProcess(String main, Path keys, String... more) {
    this.main = main;
    this.keys = keys;
    this.more = List.of(more);
    this.process = launch();
  }

  /** One server. */
  public static DemoProcess start(Path keys) {
    return new DemoProcess("Demo", keys);
  }

  /** Two servers behind one address, each in a JVM of its own below this one. */
  static DemoProcess startTwoNodes(Path keys, String... more) {
    return new DemoProcess("TwoNodes", keys, more);
  }

  String url() {
    return "http://localhost:" + port + "/";
  }

  public int port() {
    return port;
  }

  /** What the server has written so far, over all its lives. */
  public String log() {
    return String.join("\n", log);
  }

  /** SIGKILL: no hook runs, no socket is closed politely. */
  public void kill() {
    process.destroyForcibly();
    assertThat(exitCode()).isEqualTo(137);
  }

  /** Kills one of two nodes like that. */
  void kill(String node) {
    ProcessHandle one =
        process.children().filter(child -> isNode(child, node)).findAny().orElseThrow();
    one.destroyForcibly();
    one.onExit().orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
  }

  private static boolean isNode(ProcessHandle process, String node) {
    return List.of(process.info().arguments().orElseThrow()).contains(node);
  }

  /** SIGTERM: the server drains, and ends. */
  public CompletableFuture<Process> terminate() {
    process.destroy();
    return process.onExit();
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
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.livestash.demo." + main,
                "--port",
                String.valueOf(port),
                "--keys",
                keys.toString()));
    command.addAll(more);
    try {
      Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
      CompletableFuture<Integer> ready = new CompletableFuture<>();
      Thread reader = new Thread(() -> read(started, ready), "demo-log");
      reader.setDaemon(true);
      reader.start();
      port = ready.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
      return started;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void read(Process started, CompletableFuture<Integer> ready) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(line);
        if (line.startsWith(READY)) {
          ready.complete(URI.create(line.substring(READY.length())).getPort());
        }
      }
    } catch (IOException killed) {
      log.add("(killed)");
    }
    ready.completeExceptionally(new AssertionError(log()));
  }

  /** Ends the process, and those below it. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
