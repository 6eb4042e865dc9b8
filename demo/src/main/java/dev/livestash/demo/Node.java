package dev.livestash.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A demo server in a process of its own, which is started again at once whenever it dies. */
final class Node {

  /** Longer than a drain may take: its notice, the demo's timeout, and its goodbyes. */
  private static final int STOP_SECONDS = 14;

  private static final int MAX_FAILED_STARTS = 5;

  private final String name;
  private final Path keys;
  private final Optional<String> redis;
  private final CompletableFuture<URI> url = new CompletableFuture<>();
  private @Nullable Process process;
  private CompletableFuture<Void> reached = new CompletableFuture<>();
  private Release release;
  private boolean stopped;

  private Node(String name, Options options) {
    this.name = name;
    this.keys = options.keys();
    this.redis = options.redis();
    this.release = options.release();
  }

  static Node start(String name, Options options) {
    Node node = new Node(name, options);
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

  String name() {
    return name;
  }

  synchronized Release release() {
    return release;
  }

  synchronized boolean isUp() {
    return reached.isDone();
  }

  /** Ends the present life as {@code kill -9} does. */
  synchronized void kill() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** Lets the present life drain and go; the next one is of another release. */
  synchronized CompletableFuture<Void> deploy(Release newRelease) {
    release = newRelease;
    reached = new CompletableFuture<>();
    if (process != null) {
      process.destroy();
    }
    return reached;
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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A debugger's port or an agent's file is this process's own.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("-XX:"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Demo.class.getName());
    command.addAll(List.of("--port", port, "--keys", keys.toString(), "--node", name));
    command.addAll(List.of("--release", String.valueOf(release.number())));
    redis.ifPresent(uri -> command.addAll(List.of("--redis", uri)));
    return command;
  }

  /** Reads what a life says until its end; returns whether it could ever be reached. */
  private boolean wasReached(Process life) throws IOException {
    boolean wasReached = false;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(life.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(Demo.READY)) {
          wasReached = true;
          isReached(life);
          url.complete(URI.create(line.substring(Demo.READY.length())));
        }
      }
    }
    isGone();
    return wasReached;
  }

  /** Only the present life counts: the one before may still be on its way out. */
  private synchronized void isReached(Process life) {
    if (life.equals(process)) {
      reached.complete(null);
    }
  }

  private synchronized void isGone() {
    if (reached.isDone()) {
      reached = new CompletableFuture<>();
    }
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
