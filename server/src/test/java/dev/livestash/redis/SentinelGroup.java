package dev.livestash.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A server that takes writes, a replica of it, and three sentinels. */
final class SentinelGroup implements AutoCloseable {
  private static final int SENTINELS = 3;

  private final Path folder;
  private final RedisProcess master;
  private final RedisProcess replica;
  private final List<RedisProcess> sentinels = new ArrayList<>();

  /** Starts it, with what is written in a folder. */
  SentinelGroup(Path folder) {
    this.folder = folder;
    this.master = start();
    this.replica = start("--replicaof", "127.0.0.1 " + master.port());
    master.await("INFO replication", "state=online");
    for (int i = 0; i < SENTINELS; i++) {
      sentinels.add(sentinel(RedisProcess.freePort()));
    }
    sentinels.forEach(sentinel -> sentinel.await("INFO sentinel", "slaves=1,sentinels=3"));
  }

  private RedisProcess start(String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--dir", folder.toString(), "--repl-diskless-sync-delay", "0"));
    return RedisProcess.start(options.toArray(String[]::new));
  }

  private RedisProcess sentinel(int port) {
    Path file = folder.resolve("sentinel-" + port + ".conf");
    try {
      Files.writeString(
          file,
          """
          sentinel monitor them 127.0.0.1 %d 2
          sentinel down-after-milliseconds them 1000
          sentinel failover-timeout them 10000
          """
              .formatted(master.port()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return RedisProcess.startAt(port, file.toString(), "--sentinel");
  }

  RedisProcess master() {
    return master;
  }

  RedisProcess replica() {
    return replica;
  }

  /** One of the sentinels. */
  RedisProcess sentinel() {
    return sentinels.get(0);
  }

  String uri() {
    return sentinels.stream()
        .map(sentinel -> "127.0.0.1:" + sentinel.port())
        .collect(Collectors.joining(",", "redis-sentinel://", "/0#them"));
  }

  @Override
  public void close() {
    sentinels.forEach(RedisProcess::close);
    replica.close();
    master.close();
  }
}
