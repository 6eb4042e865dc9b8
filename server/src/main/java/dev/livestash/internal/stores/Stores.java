package dev.livestash.internal.stores;

import dev.livestash.fence.StoreUnavailableException;
import dev.livestash.internal.async.Causes;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Scheduler;
import dev.livestash.settings.Times;
import dev.livestash.stash.MemorySnapshotStore;
import dev.livestash.stash.SnapshotStore;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The stores that the views of one LiveStash use. Each answer comes within a bounded time, whatever
 * the store does, and a store that does not give one is an answer too.
 */
public final class Stores {
  private final Limits limits;
  private final Times times;
  private final Scheduler scheduler;
  private final Duration copiesLast;
  private final Removals removals;
  private final LongSupplier nanoTime;
  private final Told told;
  private final List<SnapshotStore> known = new CopyOnWriteArrayList<>();

  /** Who is told how long a store took. */
  public interface Told {
    /** One has answered, or has failed to. */
    void asked(String what, boolean isAnswered, Duration took);
  }

  /** No stores yet. */
  public Stores(Limits limits, Times times, Scheduler scheduler, LongSupplier nanoTime, Told told) {
    this.nanoTime = nanoTime;
    this.told = told;
    this.limits = limits;
    this.times = times;
    this.scheduler = scheduler;
    // A busy tab's copy may come twice the grace late.
    this.copiesLast = times.forkGrace().multipliedBy(2);
    this.removals = new Removals(copiesLast, scheduler, nanoTime);
  }

  /**
   * Adds a store to those that are searched.
   *
   * @param store if it is there already, nothing changes
   */
  public void add(SnapshotStore store) {
    if (!known.contains(store)) {
      known.add(store);
    }
  }

  /** What those take that are in this node's memory. */
  public long heldBytes() {
    return known.stream()
        .mapToLong(store -> store instanceof MemorySnapshotStore here ? here.heldBytes() : 0)
        .sum();
  }

  int maxTokenBytes() {
    return limits.maxStoredTokenBytes();
  }

  /** Puts a client's token; told whether it is kept. */
  public CompletableFuture<Boolean> put(Slot rest, String token, Duration lifetime, String client) {
    return answer("put", rest.store().put(rest.key(), token, lifetime, client))
        .handle((kept, failure) -> isAnswered("put", failure));
  }

  /** Asks a store for what it need not have; told whether it answers. */
  public CompletableFuture<Boolean> answers(SnapshotStore store, String key) {
    return answer("get", store.get(key)).handle((token, failure) -> isAnswered("get", failure));
  }

  /** What came of a search. */
  public sealed interface Found {
    /** It is there. */
    record There(Slot rest, String token) implements Found {}

    /** All stores have answered, and none has it. */
    record Missing() implements Found {}

    /** It may be in a store that does not answer. */
    record Unavailable() implements Found {}
  }

  /** Searches one store first and then the others: views of one name may use several. */
  public CompletableFuture<Found> find(Optional<SnapshotStore> first, String key) {
    Set<SnapshotStore> all = new LinkedHashSet<>();
    first.ifPresent(all::add);
    all.addAll(known);
    return find(all.iterator(), key, new Found.Missing());
  }

  private CompletableFuture<Found> find(Iterator<SnapshotStore> stores, String key, Found soFar) {
    if (!stores.hasNext()) {
      return CompletableFuture.completedFuture(soFar);
    }
    SnapshotStore store = stores.next();
    return answer("get", store.get(key))
        .thenApply(token -> found(new Slot(store, key), token))
        .exceptionally(Stores::unavailable)
        .thenCompose(
            found ->
                found instanceof Found.There
                    ? CompletableFuture.completedFuture(found)
                    : find(stores, key, found instanceof Found.Unavailable ? found : soFar));
  }

  private static Found found(Slot rest, Optional<String> token) {
    return token.<Found>map(there -> new Found.There(rest, there)).orElseGet(Found.Missing::new);
  }

  private static Found unavailable(Throwable failure) {
    var unused = isAnswered("get", failure);
    return new Found.Unavailable();
  }

  /**
   * Lets go of snapshots that no tab needs any more, when no copy of one can either. Their stores
   * are told at once, as far as they can be: a node may be gone by then.
   */
  public void retire(Collection<Slot> rests) {
    rests.forEach(this::retire);
  }

  private void retire(Slot rest) {
    var unused =
        rest.store()
            .expire(rest.key(), copiesLast)
            .handle((expires, failure) -> isAnswered("expire", failure) && expires)
            .thenAccept(
                expires -> {
                  if (!expires) {
                    removals.add(rest);
                  }
                });
  }

  private <T> CompletableFuture<T> answer(String what, CompletionStage<T> asked) {
    long start = nanoTime.getAsLong();
    CompletableFuture<T> answer = asked.toCompletableFuture().copy();
    if (!answer.isDone()) {
      Scheduler.Timer timer =
          scheduler.after(
              times.storeTimeout(),
              () ->
                  answer.completeExceptionally(
                      new StoreUnavailableException("No answer in " + times.storeTimeout(), null)));
      var unused = answer.whenComplete((value, failure) -> timer.cancel());
    }
    var unused =
        answer.whenComplete(
            (value, failure) ->
                this.told.asked(
                    what, failure == null, Duration.ofNanos(nanoTime.getAsLong() - start)));
    return answer;
  }

  static boolean isAnswered(String asked, @Nullable Throwable failure) {
    if (failure == null) {
      return true;
    }
    Throwable cause = Causes.of(failure);
    // A store's own mistake is not what its contract names, and so is worth the whole trace.
    boolean isNamed = cause instanceof StoreUnavailableException;
    System.getLogger("dev.livestash")
        .log(
            isNamed ? Level.DEBUG : Level.ERROR,
            "A snapshot store did not " + asked + (isNamed ? ": " + cause.getMessage() : ""),
            isNamed ? null : cause);
    return false;
  }
}
