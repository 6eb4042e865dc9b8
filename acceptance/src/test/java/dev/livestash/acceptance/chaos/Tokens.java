package dev.livestash.acceptance.chaos;

import dev.livestash.acceptance.e2e.TokenForge;
import dev.livestash.redis.RedisEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/** Opens what tabs hold, also where that only names what rests in the Redis. */
final class Tokens implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final TokenForge forge;
  private final Optional<RedisEngine> engine;

  /**
   * Opens with a key.
   *
   * @param keys the file that it is in
   * @param redis the address of the Redis, if there is one
   */
  Tokens(Path keys, Optional<String> redis) {
    this.forge = new TokenForge(keys);
    this.engine = redis.map(RedisEngine::connect);
  }

  /** The claims of what a tab holds, with the state. */
  ObjectNode open(List<String> tokens) {
    ObjectNode claims = forge.open(tokens);
    if (claims.has("rest")) {
      String snapshot = stored(claims.get("rest").asString());
      claims.set("state", forge.open(List.of(snapshot)).get("state"));
    }
    return claims;
  }

  private String stored(String key) {
    return engine
        .orElseThrow()
        .snapshots()
        .get(key)
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join()
        .orElseThrow(() -> new IllegalStateException("Nothing rests at " + key));
  }

  @Override
  public void close() {
    engine.ifPresent(RedisEngine::close);
  }
}
