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
    return store
        .orElseThrow()
        .get(key)
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join()
        .orElseThrow(() -> new IllegalStateException("Nothing rests at " + key));
  }
}
