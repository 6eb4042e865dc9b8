package dev.livestash.demo;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an operator does to two nodes: kill, deploy, rotate the key. */
final class Cluster {

  /**
   * What the page shows.
   *
   * @param nodes each of them
   * @param doing what is under way, empty if nothing is
   * @param keys the ids of the keys, the sealing one first
   * @param stashes where snapshots can rest
   */
  record Status(List<NodeStatus> nodes, String doing, List<String> keys, List<String> stashes) {}

  /** One node. */
  record NodeStatus(String name, boolean up, int release) {}

  /** Longer than a node takes to read the keys once it has noticed that they changed. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private final List<Node> nodes;
  private final Options options;
  private final Keys keys;
  private volatile String doing = "";

  Cluster(List<Node> nodes, Options options) {
    this.nodes = nodes;
    this.options = options;
    this.keys = new Keys(options.keys());
  }

  Status status() {
    List<NodeStatus> each =
        nodes.stream()
            .map(node -> new NodeStatus(node.name(), node.isUp(), node.release().number()))
            .toList();
    return new Status(each, doing, keys.ids(), stashes());
  }

  /** Not a node's own memory: a tab comes back to the other one, which has nothing of it. */
  private List<String> stashes() {
    return options.redis().isPresent() ? List.of("browser", "redis") : List.of("browser");
  }

  Optional<Node> node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findAny();
  }

  /** Deploys a release on one node after the other; not while something is under way. */
  boolean deploy(Release release) {
    return begin("deploying release " + release.number(), () -> deploy(release, nodes.iterator()));
  }

  private static CompletableFuture<Void> deploy(Release release, Iterator<Node> rest) {
    return rest.hasNext()
        ? rest.next().deploy(release).thenCompose(isUp -> deploy(release, rest))
        : CompletableFuture.completedFuture(null);
  }

  /**
   * Makes a new key, lets every node read it while it only opens tokens, and lets it seal then: a
   * node never meets a token that it cannot open.
   */
  boolean rotate() {
    return begin(
        "rotating the key",
        () -> keys.add().thenComposeAsync(isAdded -> keys.promote(), onceItIsRead()));
  }

  private static Executor onceItIsRead() {
    long wait = Demo.KEY_RELOAD.plus(MARGIN).toMillis();
    return CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS);
  }

  private synchronized boolean begin(String what, Supplier<CompletableFuture<Void>> work) {
    if (!doing.isEmpty()) {
      return false;
    }
    doing = what;
    var unused = work.get().whenComplete(this::end);
    return true;
  }

  private void end(Void nothing, @Nullable Throwable failure) {
    if (failure != null) {
      System.err.println("Failed: " + doing + ": " + failure.getMessage());
    }
    doing = "";
  }
}
