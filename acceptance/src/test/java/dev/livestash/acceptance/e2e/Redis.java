package dev.livestash.acceptance.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The Redis that the servers share, which is a victim like them. It keeps what it is told. */
public final class Redis implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int AGAIN_MS = 20;
  private static final String LOG = "appendonlydir";

  private final Path folder;
  private final Executor timer;
  private final int port;
  private Process process;
  private boolean closed;
  private CompletableFuture<Void> well = new CompletableFuture<>();

  /** Starts one on a port of its own, and waits until it can be reached. */
  public Redis(Path folder, Executor timer)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    this.folder = Files.createDirectory(folder);
    this.timer = timer;
    this.port = FreePort.find();
    this.process = launch();
    awaitWell();
  }

  public String uri() {
    return "redis://localhost:" + port;
  }

  /** Lets it suffer, unless it still does. Returns false if it does. */
  public synchronized boolean suffer(Ailment ailment, int ms) {
    if (!well.isDone()) {
      return false;
    }
    well = new CompletableFuture<>();
    if (ailment == Ailment.FREEZES) {
      Signal.STOP.send(process);
      later(ms, this::thaw);
    } else {
      kill();
      later(ms, () -> comeBack(ailment == Ailment.FORGETS));
    }
    return true;
  }

  private void later(int ms, Runnable task) {
    CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS, timer).execute(task);
  }

  private synchronized void thaw() {
    if (closed) {
      return;
    }
    Signal.CONT.send(process);
    well.complete(null);
  }

  private synchronized void comeBack(boolean knowsNothing) {
    if (closed) {
      return;
    }
    if (knowsNothing) {
      delete(folder.resolve(LOG));
    }
    process = launch();
  }

  private Process launch() {
    String command =
        "redis-server --port %d --bind 127.0.0.1 --dir %s --appendonly yes --appendfsync always"
            .formatted(port, folder);
    try {
      Process started =
          new ProcessBuilder(command.split(" ", -1))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      knock();
      return started;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** It is well once it can be reached. */
  private synchronized void knock() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      well.complete(null);
    } catch (IOException notYet) {
      later(AGAIN_MS, this::knock);
    }
  }

  private void kill() {
    process.destroyForcibly();
    process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Waits until it neither stands still nor is down. */
  public void awaitWell() throws InterruptedException, ExecutionException, TimeoutException {
    recovery().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private synchronized CompletableFuture<Void> recovery() {
    return well;
  }

  /** Ends it. */
  @Override
  public synchronized void close() {
    closed = true;
    kill();
    delete(folder);
  }

  private static void delete(Path path) {
    try {
      if (Files.isDirectory(path)) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
          files.forEach(Redis::delete);
        }
      }
      Files.deleteIfExists(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
