package dev.livestash.internal.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.Logs;
import dev.livestash.fence.StoreUnavailableException;
import dev.livestash.fence.TestTime;
import dev.livestash.internal.stores.Stores.Found;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Times;
import dev.livestash.stash.MemorySnapshotStore;
import dev.livestash.stash.SnapshotStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What several stores answer together, and that each answers in time. */
class StoresTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final String KEY = "sid#1.own";

  private final TestTime timers = new TestTime();
  private final List<String> told = new ArrayList<>();
  private final Stores stores =
      new Stores(
          Limits.defaults(),
          Times.defaults().withStoreTimeout(TIMEOUT).withForkGrace(GRACE.dividedBy(2)),
          timers,
          timers::nanos,
          (what, isAnswered, took) -> told.add(what + " " + isAnswered + " " + took.toMillis()));
  private final SnapshotStore one = new MemorySnapshotStore();
  private final SnapshotStore other = new MemorySnapshotStore();
  private final Answering dead =
      new Answering(CompletableFuture.failedFuture(new StoreUnavailableException("dead", null)));
  private final Answering silent = new Answering(new CompletableFuture<>());

  /** A store with one answer to everything. */
  @SuppressWarnings("unchecked")
  private record Answering(CompletableFuture<?> answer) implements SnapshotStore {
    @Override
    public CompletionStage<Void> put(String key, String token, Duration lifetime) {
      return (CompletionStage<Void>) answer;
    }

    @Override
    public CompletionStage<Optional<String>> get(String key) {
      return (CompletionStage<Optional<String>>) answer;
    }

    @Override
    public CompletionStage<Void> remove(String key) {
      return (CompletionStage<Void>) answer;
    }
  }

  /** A store that has no lifetime for a single snapshot. */
  private static final class Plain implements SnapshotStore {
    private final Map<String, String> tokens = new HashMap<>();

    @Override
    public CompletionStage<Void> put(String key, String token, Duration lifetime) {
      tokens.put(key, token);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Optional<String>> get(String key) {
      return CompletableFuture.completedFuture(Optional.ofNullable(tokens.get(key)));
    }

    @Override
    public CompletionStage<Void> remove(String key) {
      tokens.remove(key);
      return CompletableFuture.completedFuture(null);
    }
  }

  private static void put(SnapshotStore store, String token) {
    store.put(KEY, token, HOUR).toCompletableFuture().join();
  }

  private static boolean has(SnapshotStore store, String key) {
    return store.get(key).toCompletableFuture().join().isPresent();
  }

  private Found find(SnapshotStore first) {
    return stores.find(Optional.of(first), KEY).join();
  }

  @Test
  void theViewsOwnStoreIsSearchedFirstAndThenTheOthers() {
    stores.add(one);
    stores.add(other);
    put(other, "there");
    assertThat(find(one)).isEqualTo(new Found.There(new Slot(other, KEY), "there"));
    put(one, "here");
    assertThat(find(one)).isEqualTo(new Found.There(new Slot(one, KEY), "here"));
    assertThat(find(other)).isEqualTo(new Found.There(new Slot(other, KEY), "there"));
    assertThat(stores.find(Optional.empty(), "nothing").join()).isEqualTo(new Found.Missing());
  }

  @Test
  void whatMayBeInAStoreThatDoesNotAnswerIsNotMissing() {
    stores.add(dead);
    stores.add(one);
    assertThat(find(dead)).isEqualTo(new Found.Unavailable());
    put(one, "here");
    assertThat(find(dead)).isEqualTo(new Found.There(new Slot(one, KEY), "here"));
  }

  @Test
  void aStoreThatDoesNotAnswerInTimeIsGivenUp() {
    CompletableFuture<Found> found = stores.find(Optional.of(silent), KEY);
    CompletableFuture<Boolean> put = stores.put(new Slot(silent, KEY), "token", HOUR, "client");
    timers.pass(TIMEOUT.minusNanos(1));
    assertThat(List.of(found.isDone(), put.isDone())).containsOnly(false);
    timers.pass(Duration.ofNanos(1));
    assertThat(found.join()).isEqualTo(new Found.Unavailable());
    assertThat(put.join()).isFalse();
  }

  @Test
  void anAnswerInTimeLeavesNoTimerBehind() {
    CompletableFuture<Boolean> put = stores.put(new Slot(silent, KEY), "token", HOUR, "client");
    assertThat(timers.waiting()).isEqualTo(1);
    silent.answer().complete(null);
    assertThat(put.join()).isTrue();
    assertThat(timers.waiting()).isZero();
  }

  @Test
  void aStoresOwnMistakeIsNoAnswerEither() {
    Answering broken = new Answering(CompletableFuture.failedFuture(new NullPointerException()));
    assertThat(find(broken)).isEqualTo(new Found.Unavailable());
    assertThat(stores.put(new Slot(broken, KEY), "token", HOUR, "client").join()).isFalse();
  }

  @Test
  void whatIsRetiredHasTheGraceToLiveAndNothingOfItWaitsHere() {
    SnapshotStore store = new MemorySnapshotStore(10_000, timers::nanos);
    put(store, "old");
    stores.retire(List.of(new Slot(store, KEY)));
    assertThat(timers.waiting()).isZero();
    timers.pass(GRACE.minusNanos(1));
    assertThat(has(store, KEY)).isTrue();
    timers.pass(Duration.ofNanos(1));
    assertThat(has(store, KEY)).isFalse();
  }

  @Test
  void whatAStoreDidNotTakeNoteOfIsRemovedLater() {
    stores.retire(List.of(new Slot(dead, KEY)));
    assertThat(timers.waiting()).isEqualTo(1);
    timers.pass(GRACE);
    assertThat(timers.waiting()).isZero();
  }

  @Test
  void whatIsRetiredIsRemovedAfterTheGraceEachInItsTime() {
    SnapshotStore one = new Plain();
    SnapshotStore other = new Plain();
    put(one, "old");
    stores.retire(List.of(new Slot(one, KEY)));
    timers.pass(GRACE.dividedBy(2));
    other.put("later", "old", HOUR).toCompletableFuture().join();
    stores.retire(List.of(new Slot(other, "later")));
    timers.pass(GRACE.dividedBy(2).minusNanos(1));
    assertThat(has(one, KEY)).isTrue();
    timers.pass(Duration.ofNanos(1));
    assertThat(has(one, KEY)).isFalse();
    assertThat(has(other, "later")).isTrue();
    timers.pass(GRACE.dividedBy(2));
    assertThat(has(other, "later")).isFalse();
    assertThat(timers.waiting()).isZero();
  }

  @Test
  void onlySoManyWaitToBeRemoved() {
    SnapshotStore all = new Plain();
    List<Slot> rests =
        IntStream.rangeClosed(0, Removals.MAX_WAITING)
            .mapToObj(n -> new Slot(all, "key" + n))
            .toList();
    rests.forEach(rest -> all.put(rest.key(), "x", HOUR).toCompletableFuture().join());
    try (Logs logs = Logs.ofThisThread()) {
      stores.retire(rests);
      stores.retire(rests.subList(0, 2));
      assertThat(logs.lines())
          .singleElement(InstanceOfAssertFactories.STRING)
          .contains("wait to be removed");
    }
    timers.pass(GRACE);
    assertThat(rests.stream().filter(rest -> has(all, rest.key())))
        .containsExactly(rests.get(Removals.MAX_WAITING));
  }

  @Test
  void itIsToldHowLongEachTookAndWhatTheyHold() {
    stores.add(one);
    var kept = stores.put(new Slot(one, KEY), "token", HOUR, "client");
    var lost = stores.put(new Slot(silent, KEY), "token", HOUR, "client");
    timers.pass(TIMEOUT);
    assertThat(kept.join()).isTrue();
    assertThat(lost.join()).isFalse();
    assertThat(told).containsExactly("put true 0", "put false " + TIMEOUT.toMillis());
    assertThat(stores.heldBytes()).isEqualTo(((MemorySnapshotStore) one).heldBytes()).isPositive();
  }
}
