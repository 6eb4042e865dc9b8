package dev.livestash.redis;

import dev.livestash.bus.Bus;
import dev.livestash.fence.Fence;
import dev.livestash.fence.Mark;
import dev.livestash.stash.SnapshotStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A process of its own, with a trust of its own: does all that a node asks of a Redis. */
final class TlsUser {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private TlsUser() {}

  /**
   * Prints what came of it.
   *
   * @param args the address
   */
  public static void main(String[] args) {
    try (RedisEngine engine =
        RedisEngine.connect(Addresses.server(args[0]), Duration.ofSeconds(10))) {
      Fence fence = engine.fence(Clock.systemUTC());
      System.out.println("claimed " + result(fence.claim("user", 1, Mark.NONE, 0)));
      result(fence.kept("user", 1, new Mark(1, 1)));
      result(fence.mayFork("user", new Mark(1, 1)));
      result(fence.note("user", "text"));
      System.out.println("noted " + result(fence.notes(Set.of("user"))));
      SnapshotStore store = engine.snapshots();
      result(store.put("user#1.own", "a.b.c", Duration.ofHours(1)));
      System.out.println("stored " + result(store.get("user#1.own")));
      result(store.expire("user#1.own", Duration.ofMinutes(2)));
      result(store.remove("user#1.own"));
      System.out.println("heard " + heard(engine.bus("user"), "text"));
    } catch (CompletionException failure) {
      System.out.println("failed");
    }
  }

  /** Says it until it is heard, for nobody says when listening has begun. */
  private static String heard(Bus bus, String text) {
    CompletableFuture<String> heard = new CompletableFuture<>();
    Runnable deafen = bus.listen(heard::complete);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!heard.isDone() && System.nanoTime() < end) {
      result(bus.send(text));
    }
    deafen.run();
    return heard.getNow("nothing");
  }

  private static <T> T result(CompletionStage<T> answer) {
    return answer.toCompletableFuture().join();
  }
}
