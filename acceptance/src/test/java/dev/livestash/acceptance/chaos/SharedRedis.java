package dev.livestash.acceptance.chaos;

import dev.livestash.acceptance.e2e.Ailment;
import dev.livestash.acceptance.e2e.Redis;
import dev.livestash.redis.RedisEngine;
import dev.livestash.stash.SnapshotStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;

/** A Redis, which keeps what it is told. */
final class SharedRedis implements SharedStore {
  private final Redis redis;
  private final RedisEngine engine;

  SharedRedis(Path folder, Executor timer)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    redis = new Redis(folder, timer);
    engine = RedisEngine.connect(redis.uri());
  }

  @Override
  public List<String> flags() {
    return List.of();
  }

  @Override
  public List<String> options() {
    return List.of("--redis", redis.uri());
  }

  @Override
  public SnapshotStore snapshots() {
    return engine.snapshots();
  }

  @Override
  public boolean suffer(Ailment ailment, int ms) {
    return redis.suffer(ailment, ms);
  }

  @Override
  public void awaitWell() throws InterruptedException, ExecutionException, TimeoutException {
    redis.awaitWell();
  }

  @Override
  public void close() {
    engine.close();
    redis.close();
  }
}
