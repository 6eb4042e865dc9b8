package dev.livestash.demo;

import dev.livestash.LiveStash;
import dev.livestash.stash.SnapshotStore;
import dev.livestash.stash.Stashing;
import dev.livestash.view.View;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.Deque;
import java.util.Optional;

/**
 * The sheet, mounted once for each place where its snapshots can rest: the page says which one it
 * wants, {@code /live?stash=redis}, and comes back with its sheet from wherever it was before.
 */
final class StashChoice implements HttpHandler {

  private static final String REDIS = "redis";

  private final HttpHandler browser;
  private final HttpHandler servers;

  StashChoice(LiveStash stash, View<?> view, Optional<SnapshotStore> shared) {
    // Not in this server's memory, where it would not outlive the server.
    Stashing inBrowser = shared.map(Stashing::inBrowser).orElseGet(Stashing::inBrowser);
    browser = stash.mount("sheet", view, inBrowser);
    servers =
        shared.map(store -> stash.mount("sheet", view, Stashing.onServers(store))).orElse(browser);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    Optional<String> wanted =
        Optional.ofNullable(exchange.getQueryParameters().get("stash")).map(Deque::getFirst);
    boolean onServers = wanted.equals(Optional.of(REDIS));
    (onServers ? servers : browser).handleRequest(exchange);
  }
}
