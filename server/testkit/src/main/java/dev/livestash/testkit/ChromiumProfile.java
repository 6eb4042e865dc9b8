package dev.livestash.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Chromium's folder of its own, and the process that uses it. */
final class ChromiumProfile {
  private static final String READY = "DevTools listening on ";
  private static final long END_SECONDS = 60;
  private static final long OTHERS_END_SECONDS = 2;
  private static final int MAX_LINES = 100;
  private static final int DELETE_TRIES = 20;

  /** What Playwright tells a browser that it starts itself, as far as it matters. */
  private static final List<String> FLAGS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--remote-debugging-port=0",
          "--no-first-run",
          "--no-default-browser-check",
          "--disable-dev-shm-usage",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-extensions",
          "--disable-background-timer-throttling",
          "--disable-backgrounding-occluded-windows",
          "--disable-renderer-backgrounding",
          "--disable-features=Translate,OptimizationHints,MediaRouter",
          "--password-store=basic",
          "--hide-crash-restore-bubble");

  private final Path executable;
  private final Path folder;
  private volatile @Nullable Process process;

  ChromiumProfile(Path executable) {
    this.executable = executable;
    try {
      folder = Files.createTempDirectory("livestash-chromium-");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Starts it. Where Playwright finds it is what this returns. */
  String start(String what) {
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(FLAGS);
    command.addAll(List.of("--user-data-dir=" + folder, what));
    try {
      Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
      process = started;
      return address(started);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Reads what it says until it says where it listens; what it says later is read and dropped. */
  private static String address(Process started) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
    List<String> said = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(READY)) {
        Thread rest = new Thread(() -> lines.lines().forEach(ignored -> {}), "chromium-log");
        rest.setDaemon(true);
        rest.setUncaughtExceptionHandler((thread, killed) -> {});
        rest.start();
        return line.substring(READY.length());
      }
      if (said.size() < MAX_LINES) {
        said.add(line);
      }
    }
    throw new AssertionError("The browser did not start:\n" + String.join("\n", said));
  }

  /**
   * SIGKILL of all its processes.
   *
   * @throws AssertionError if the browser is still there after a minute
   */
  void kill() {
    Process doomed = process;
    if (doomed == null) {
      return;
    }
    process = null;
    List<ProcessHandle> others = doomed.descendants().toList();
    doomed.toHandle().destroyForcibly();
    others.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(doomed);
    mayEnd(others.stream().map(ProcessHandle::onExit).toList());
  }

  private static void awaitEnd(Process doomed) {
    doomed
        .onExit()
        .orTimeout(END_SECONDS, TimeUnit.SECONDS)
        .exceptionally(
            late -> {
              throw new AssertionError("The browser did not end within 60 s of SIGKILL.", late);
            })
        .join();
  }

  /** They are killed, but where the first process of a container reaps nobody, never gone. */
  static void mayEnd(List<? extends CompletableFuture<?>> ends) {
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, OTHERS_END_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /** The same without waiting for it. */
  void end() {
    Process doomed = process;
    if (doomed != null) {
      doomed.descendants().forEach(ProcessHandle::destroyForcibly);
      doomed.toHandle().destroyForcibly();
    }
  }

  boolean isWritten(String item) {
    Path storage = folder.resolve("Default").resolve("Session Storage");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(storage, "*.log")) {
      for (Path file : files) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(item)) {
          return true;
        }
      }
      return false;
    } catch (IOException notYet) {
      return false;
    }
  }

  boolean hasPreferences() {
    return Files.exists(preferences());
  }

  /** After a crash Chromium asks; after an orderly end it is enough to be told at the start. */
  void answerYes() {
    try {
      String text = Files.readString(preferences());
      Files.writeString(
          preferences(), text.replace("\"exit_type\":\"Crashed\"", "\"exit_type\":\"Normal\""));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Path preferences() {
    return folder.resolve("Default").resolve("Preferences");
  }

  /** Kills it, and deletes the folder. */
  void close() {
    Closing.all(List.of(this::kill, this::delete));
  }

  private void delete() {
    boolean isGone = false;
    for (int i = 0; i < DELETE_TRIES && !isGone; i++) {
      isGone = isDeleted();
    }
  }

  /** Its processes are gone, but a file may still come while its folder is walked through. */
  private boolean isDeleted() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
      return true;
    } catch (IOException | UncheckedIOException again) {
      return false;
    }
  }
}
