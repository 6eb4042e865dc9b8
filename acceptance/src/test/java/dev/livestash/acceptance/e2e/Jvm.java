package dev.livestash.acceptance.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Logger;

/**
 * A program in a JVM of its own.
 *
 * @param process the JVM
 * @param readyLine the line by which it has said that it serves
 */
public record Jvm(Process process, String readyLine) {
  static final long START_SECONDS = 60;

  /** Takes what they write, too: whatever reads the log of these tests so reads theirs. */
  static final Logger LOG = Logger.getLogger(Jvm.class.getName());

  /** What the tests see. */
  public static String classPath() {
    return System.getProperty("java.class.path");
  }

  public static List<String> command(
      List<String> flags, String classPath, String main, List<String> arguments) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    return command;
  }

  /**
   * Starts one, and waits until it is ready.
   *
   * @param ready how the line starts by which it says so
   * @param log takes each line that it writes, as long as it lives
   */
  public static Jvm start(List<String> command, String ready, Consumer<String> log) {
    CompletableFuture<String> readyLine = new CompletableFuture<>();
    Process started = begin(command, ready, log, readyLine);
    try {
      return new Jvm(started, readyLine.orTimeout(START_SECONDS, TimeUnit.SECONDS).join());
    } catch (CompletionException notReady) {
      started.destroyForcibly();
      throw notReady;
    }
  }

  /** The same without waiting for it. */
  public static Process begin(
      List<String> command,
      String ready,
      Consumer<String> log,
      CompletableFuture<String> readyLine) {
    try {
      Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
      Thread reader = new Thread(() -> read(started, ready, log, readyLine), "jvm-log");
      reader.setDaemon(true);
      reader.start();
      return started;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void read(
      Process from, String ready, Consumer<String> log, CompletableFuture<String> readyLine) {
    StringBuilder all = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        all.append(line).append('\n');
        log.accept(line);
        LOG.finest(line);
        if (line.startsWith(ready)) {
          readyLine.complete(line);
        }
      }
    } catch (IOException killed) {
      log.accept("(killed)");
    }
    if (!readyLine.isDone()) {
      int code = from.onExit().join().exitValue();
      readyLine.completeExceptionally(new AssertionError("It ended with " + code + ": " + all));
    }
  }
}
