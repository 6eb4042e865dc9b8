package dev.livestash.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A program in a JVM of its own, from its start to its end. */
final class AppProcess {
  /** Below those that systems give to whoever connects: nobody gets it before its server does. */
  private static final int FIRST_PORT = 10_000;

  private static final int PORTS = 20_000;
  private static final int MAX_TRIES = 100;

  private static final long START_SECONDS = 60;
  private static final long END_SECONDS = 60;
  private static final long LOOK_MILLIS = 50;
  private static final int MAX_LINES = 1_000;

  private final Process process;
  private final Deque<String> log = new ArrayDeque<>();

  private final Thread reader = new Thread(this::read, "app-log");

  private AppProcess(Process process) {
    this.process = process;
    reader.setDaemon(true);
  }

  /** Starts one that will listen at a port. */
  static AppProcess begin(ProcessBuilder command, int port) {
    if (listens(port)) {
      throw new IllegalStateException(
          "Something listens at port "
              + port
              + " already: end it, or leave the port to be chosen.");
    }
    try {
      AppProcess started = new AppProcess(command.redirectErrorStream(true).start());
      started.reader.start();
      return started;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        note(line);
      }
    } catch (IOException killed) {
      note("(killed)");
    }
  }

  private synchronized void note(String line) {
    if (log.size() == MAX_LINES) {
      log.remove();
    }
    log.add(line);
  }

  /** The last lines that it has written. */
  synchronized String log() {
    return String.join("\n", log);
  }

  /**
   * Waits until it listens.
   *
   * @throws AssertionError if it does not, with what it has written
   */
  void awaitPort(int port) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!listens(port)) {
      if (hasEnded(LOOK_MILLIS)) {
        throw new AssertionError("The app has ended with " + process.exitValue() + ":\n" + log());
      }
      if (System.nanoTime() > end) {
        kill();
        throw new AssertionError(
            "The app did not listen at port " + port + " within 60 s:\n" + log());
      }
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private boolean hasEnded(long withinMillis) {
    try {
      boolean hasEnded = process.waitFor(withinMillis, TimeUnit.MILLISECONDS);
      if (hasEnded) {
        // What it has written last is in the log then.
        reader.join(withinMillis);
      }
      return hasEnded;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for the app.", interrupted);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: no hook runs, no socket is closed politely. */
  void kill() {
    destroy();
    var unused = hasEnded(TimeUnit.SECONDS.toMillis(END_SECONDS));
  }

  /** The same without waiting for it. */
  void destroy() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.toHandle().destroyForcibly();
  }

  /**
   * SIGTERM: it drains, if it has said that it does.
   *
   * @throws AssertionError if it does not end
   * @throws UnsupportedOperationException if it cannot be told
   */
  void terminate() {
    checkTerminates(process.supportsNormalTermination());
    // Process.destroy would end what is read of it, too.
    process.toHandle().destroy();
    if (!hasEnded(TimeUnit.SECONDS.toMillis(END_SECONDS))) {
      kill();
      throw new AssertionError("The app did not end within 60 s of SIGTERM:\n" + log());
    }
  }

  /** What would be a SIGKILL must not pass for a drain. */
  static void checkTerminates(boolean isPossible) {
    if (!isPossible) {
      throw new UnsupportedOperationException(
          "This system cannot tell a process to end (there is no SIGTERM on Windows), so nothing"
              + " drains here: call kill(), or run the test where there is one.");
    }
  }

  static int freePort() {
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
}
