package dev.livestash.acceptance.chaos;

import dev.livestash.acceptance.e2e.TokenForge;
import dev.livestash.stash.SnapshotStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/** Opens what tabs hold, also where that only names what rests in a store. */
final class Tokens {
  private static final int PATIENCE_SECONDS = 60;

  private final TokenForge forge;
  private final Optional<SnapshotStore> store;

  /**
   * Opens with a key.
   *
   * @param keys the file that it is in
   * @param store what the servers share, if they share anything
   */
  Tokens(Path keys, Optional<SnapshotStore> store) {
    this.forge = new TokenForge(keys);
    this.store = store;
  }

  /** The claims of what a tab holds, with the state; empty if that should rest, and does not. */
  Optional<ObjectNode> open(List<String> tokens) {
    ObjectNode claims = forge.open(tokens);
    if (!claims.has("rest")) {
      return Optional.of(claims);
    }
    return stored(claims.get("rest").asString())
        .map(snapshot -> claims.set("state", forge.open(List.of(snapshot)).get("state")));
  }

  private Optional<String> stored(String key) {
    return store
        .orElseThrow()
        .get(key)
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
