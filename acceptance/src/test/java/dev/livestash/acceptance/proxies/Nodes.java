package dev.livestash.acceptance.proxies;

import dev.livestash.acceptance.e2e.DemoProcess;
import dev.livestash.acceptance.e2e.Redis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Two nodes, and the Redis that they share; each comes back at the address that it had. */
final class Nodes implements AutoCloseable {
  private static final List<String> NAMES = List.of("A", "B");
  private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(30);

  private final Redis redis;
  private final List<DemoProcess> nodes = new ArrayList<>();

  Nodes(Path folder, Executor timer)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    this.redis = new Redis(folder.resolve("redis"), timer);
    for (String name : NAMES) {
      nodes.add(
          DemoProcess.start(folder.resolve("keys.json"), "--redis", redis.uri(), "--node", name));
    }
    ports().forEach(Smoke::at);
  }

  List<Integer> ports() {
    return nodes.stream().map(DemoProcess::port).toList();
  }

  /** Kills one, which is started again at once. */
  CompletableFuture<Void> kill(String name) {
    DemoProcess node = nodes.get(NAMES.indexOf(name));
    return later(
        () -> {
          node.kill();
          comesBack(node);
        });
  }

  /** Tells one after the other to end, and starts it again when it has. */
  CompletableFuture<Void> deploy() {
    return later(() -> nodes.forEach(Nodes::replace));
  }

  private static void replace(DemoProcess node) {
    node.terminate().orTimeout(DRAIN_PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    comesBack(node);
  }

  private static void comesBack(DemoProcess node) {
    node.restart();
    Smoke.at(node.port());
  }

  private static CompletableFuture<Void> later(Runnable task) {
    return CompletableFuture.runAsync(task, run -> new Thread(run, "nodes").start());
  }

  @Override
  public void close() {
    nodes.forEach(DemoProcess::close);
    redis.close();
  }
}
