package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The demo in a JVM of its own, which can really be killed, and started again on the same port. */
public final class DemoProcess implements AutoCloseable {
  private static final String READY = "Sheet is at ";

  private final String main;
  private final String classPath;
  private final Path keys;
  private final List<String> flags;
  private final List<String> options;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private int port;
  private Process process;

  private DemoProcess(
      String main, String classPath, Path keys, List<String> flags, List<String> options) {
    this.main = main;
    this.classPath = classPath;
    this.keys = keys;
    this.flags = flags;
    this.options = options;
    this.process = launch();
  }

  /** One server, with options beside those that it always gets. */
  public static DemoProcess start(Path keys, String... options) {
    return new DemoProcess("Demo", classPath(), keys, List.of(), List.of(options));
  }

  /**
   * One server with other handlers: its JVM gets flags, and itself options, beside those it always
   * gets.
   *
   * @param classes the jar that it is in
   */
  public static DemoProcess startVictim(
      Path classes, Path keys, List<String> flags, List<String> options) {
    String path = classPath() + File.pathSeparator + classes;
    return new DemoProcess("Victim", path, keys, flags, options);
  }

  /** Two servers behind one address, each in a JVM of its own below this one. */
  static DemoProcess startTwoNodes(Path keys, String... options) {
    return new DemoProcess("TwoNodes", classPath(), keys, List.of(), List.of(options));
  }

  public String url() {
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
    one.onExit().orTimeout(Jvm.START_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Read from the kernel: the JDK gives no arguments of a command line longer than a page. */
  private static boolean isNode(ProcessHandle process, String node) {
    try {
      Path file = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
      return List.of(Files.readString(file).split("\0", -1)).contains(node);
    } catch (IOException gone) {
      return false;
    }
  }

  /** SIGSTOP: it stands still, with its sockets open, until it is told to go on, or killed. */
  public void freeze() {
    Signal.STOP.send(process);
  }

  /** SIGCONT: it goes on as if nothing had been; if it was killed meanwhile, it does not. */
  public void thaw() {
    if (process.isAlive()) {
      Signal.CONT.send(process);
    }
  }

  /** Writes a line to its standard input. */
  public void tell(String line) {
    try {
      // Open for the next one.
      Writer input = process.outputWriter(StandardCharsets.UTF_8);
      input.write(line + "\n");
      input.flush();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** SIGTERM: the server drains, and ends. */
  public CompletableFuture<Process> terminate() {
    process.destroy();
    return process.onExit();
  }

  int exitCode() {
    try {
      assertThat(process.waitFor(Jvm.START_SECONDS, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** Starts it again, at the address that it had, and waits until it serves. */
  public void restart() {
    process = launch();
  }

  private Process launch() {
    Jvm started = Jvm.start(command(), READY, log::add);
    port = URI.create(started.readyLine().substring(READY.length())).getPort();
    return started.process();
  }

  private List<String> command() {
    List<String> all = new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    all.addAll(flags);
    List<String> arguments = new ArrayList<>(List.of("--port", String.valueOf(port)));
    arguments.addAll(List.of("--keys", keys.toString()));
    arguments.addAll(options);
    return Jvm.command(all, classPath, "dev.livestash.demo." + main, arguments);
  }

  /** What the server needs, which is not the tests. */
  private static String classPath() {
    return Stream.of(Jvm.classPath().split(File.pathSeparator, -1))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Ends the process, and those below it. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
