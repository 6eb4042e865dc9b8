package dev.livestash.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A demo server in a process of its own, which is started again at once whenever it dies. */
final class Node {

  /** Longer than a drain may take. */
  private static final int STOP_SECONDS = 8;

  private static final int MAX_FAILED_STARTS = 5;

  private final String name;
  private final Path keys;
  private final CompletableFuture<URI> url = new CompletableFuture<>();
  private @Nullable Process process;
  private boolean stopped;

  private Node(String name, Path keys) {
    this.name = name;
    this.keys = keys;
  }

  static Node start(String name, Path keys) {
    Node node = new Node(name, keys);
    Thread supervisor = new Thread(node::supervise, "node-" + name);
    supervisor.setDaemon(true);
    supervisor.start();
    Runtime.getRuntime().addShutdownHook(new Thread(node::stop));
    return node;
  }

  /** Where the node is, in all its lives; known once it can be reached. */
  CompletableFuture<URI> url() {
    return url;
  }

  private void supervise() {
    try {
      int failedStarts = 0;
      for (Process life = launch(); life != null; life = launch()) {
        failedStarts = wasReached(life) ? 0 : failedStarts + 1;
        System.err.printf("Node %s ended with %d.%n", name, life.waitFor());
        if (failedStarts == MAX_FAILED_STARTS) {
          throw new IOException("node " + name + " cannot be started");
        }
      }
    } catch (IOException | InterruptedException failure) {
      url.completeExceptionally(failure);
      System.err.println(failure.getMessage());
    }
  }

  /** Starts a life of the node; null once it was stopped. */
  private synchronized @Nullable Process launch() throws IOException {
    if (stopped) {
      return null;
    }
    String port = url.isDone() ? String.valueOf(url.join().getPort()) : "0";
    ProcessBuilder builder = new ProcessBuilder(command(port));
    process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return process;
  }

  private List<String> command(String port) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        Demo.class.getName(),
        "--port",
        port,
        "--keys",
        keys.toString(),
        "--node",
        name);
  }

  /** Reads what a life says until its end; returns whether it could ever be reached. */
  private boolean wasReached(Process life) throws IOException {
    boolean reached = false;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(life.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(Demo.READY)) {
          reached = true;
          url.complete(URI.create(line.substring(Demo.READY.length())));
        }
      }
    }
    return reached;
  }

  /** Lets the node go in peace: it drains. */
  private void stop() {
    Process last;
    synchronized (this) {
      stopped = true;
      last = process;
    }
    if (last == null) {
      return;
    }
    last.destroy();
    try {
      if (!last.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        last.destroyForcibly();
      }
    } catch (InterruptedException toldToHurry) {
      last.destroyForcibly();
    }
  }
}
