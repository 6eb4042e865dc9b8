package dev.livestash.demo;

import dev.livestash.LiveStash;
import dev.livestash.stash.MemorySnapshotStore;
import dev.livestash.stash.SnapshotStore;
import dev.livestash.stash.Stashing;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sheet, mounted once for each place where its snapshots can rest: the page says which one it
 * wants, {@code /live?stash=redis}, and comes back with its sheet from wherever it was before.
 */
final class StashChoice implements HttpHandler {

  private static final String BROWSER = "browser";

  private final HttpHandler browser;
  private final Map<String, HttpHandler> others = new HashMap<>();

  StashChoice(LiveStash stash, SheetView view, Optional<SnapshotStore> redis) {
    SnapshotStore memory = new MemorySnapshotStore();
    browser = stash.mount("sheet", view, Stashing.inBrowser(redis.orElse(memory)));
    others.put("memory", stash.mount("sheet", view, Stashing.onServers(memory)));
    redis.ifPresent(
        store -> others.put("redis", stash.mount("sheet", view, Stashing.onServers(store))));
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    String wanted =
        Optional.ofNullable(exchange.getQueryParameters().get("stash"))
            .map(Deque::getFirst)
            .orElse(BROWSER);
    others.getOrDefault(wanted, browser).handleRequest(exchange);
  }
}
