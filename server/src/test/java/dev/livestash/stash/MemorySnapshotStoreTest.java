package dev.livestash.stash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.fence.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemorySnapshotStoreTest extends SnapshotStoreContract {
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicLong nanos = new AtomicLong();

  @Override
  protected SnapshotStore newStore() {
    return new MemorySnapshotStore();
  }

  private MemorySnapshotStore holding(long maxTotalBytes) {
    return new MemorySnapshotStore(maxTotalBytes, nanos::get);
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  @Test
  void eachSnapshotIsGoneAfterItsOwnLifetime() {
    SnapshotStore store = holding(1000);
    now(store.put("short", "a", HOUR));
    now(store.put("long", "b", HOUR.multipliedBy(2)));
    nanos.addAndGet(HOUR.toNanos());
    assertThat(now(store.get("short"))).isEmpty();
    assertThat(now(store.get("long"))).contains("b");
    now(store.put("long", "c", HOUR.multipliedBy(2)));
    nanos.addAndGet(HOUR.toNanos() + 1);
    assertThat(now(store.get("long"))).as("put again").contains("c");
  }

  @Test
  void whatIsToGoSoonerGivesBackItsRoom() {
    MemorySnapshotStore store = holding(4 * 500);
    now(store.put("sid#1.own", "x".repeat(100), HOUR));
    long held = store.heldBytes();
    assertThat(now(store.expire("sid#1.own", HOUR.dividedBy(2)))).isTrue();
    assertThat(store.heldBytes()).isEqualTo(held);
    nanos.addAndGet(HOUR.dividedBy(2).toNanos());
    assertThat(now(store.get("sid#1.own"))).isEmpty();
    now(store.put("sid#2.own", "x".repeat(100), HOUR));
    assertThat(store.heldBytes()).isEqualTo(held);
  }

  @Test
  void theBytesInItAreBounded() {
    SnapshotStore store = holding(10_000);
    for (int n = 0; n < 100; n++) {
      var unused = store.put("key" + n, "x".repeat(1000), HOUR);
    }
    long held = 0;
    for (int n = 0; n < 100; n++) {
      held += now(store.get("key" + n)).map(String::length).orElse(0);
    }
    assertThat(held).isBetween(5_000L, 10_000L);
  }

  @Test
  void whatHasNoRoomIsNotSaidToBeKept() {
    SnapshotStore store = holding(1000);
    now(store.put("small", "x", HOUR));
    CompletionStage<Void> put = store.put("large", "x".repeat(1000), HOUR);
    assertThatThrownBy(() -> now(put)).hasCauseInstanceOf(StoreUnavailableException.class);
    assertThat(now(store.get("large"))).isEqualTo(Optional.empty());
    assertThat(now(store.get("small"))).contains("x");
  }

  @Test
  void whatIsFullRefusesTheNewcomerAndKeepsTheOthers() {
    SnapshotStore store = holding(10_000);
    for (int n = 0; n < 8; n++) {
      now(store.put("sid" + n + "#1.own", "x".repeat(1000), HOUR));
    }
    CompletionStage<Void> put = store.put("late#1.own", "y".repeat(1000), HOUR);
    assertThatThrownBy(() -> now(put)).hasCauseInstanceOf(StoreUnavailableException.class);
    for (int n = 0; n < 8; n++) {
      assertThat(now(store.get("sid" + n + "#1.own"))).isPresent();
    }
    now(store.remove("sid3#1.own"));
    now(store.put("late#1.own", "y".repeat(1000), HOUR));
    assertThat(now(store.get("late#1.own"))).isPresent();
  }

  @Test
  void aSnapshotThatHasNoRoomLeavesTheOneBeforeIt() {
    SnapshotStore store = holding(10_000);
    now(store.put("sid#1.own", "old", HOUR));
    CompletionStage<Void> put = store.put("sid#1.own", "x".repeat(9_000), HOUR);
    assertThatThrownBy(() -> now(put)).hasCauseInstanceOf(StoreUnavailableException.class);
    assertThat(now(store.get("sid#1.own"))).contains("old");
  }

  @Test
  void oneInstanceHasAQuarter() {
    SnapshotStore store = holding(10_000);
    now(store.put("sid#1.own", "x".repeat(1_000), HOUR));
    now(store.put("sid#2.own", "x".repeat(1_000), HOUR));
    CompletionStage<Void> put = store.put("sid#3.own", "x".repeat(1_000), HOUR);
    assertThatThrownBy(() -> now(put)).hasCauseInstanceOf(StoreUnavailableException.class);
    now(store.put("other#1.own", "x".repeat(1_000), HOUR));
  }

  private static boolean isTaken(CompletionStage<Void> put) {
    return !put.toCompletableFuture().isCompletedExceptionally();
  }

  @Test
  void oneClientHasAQuarterOfWhateverInstances() {
    MemorySnapshotStore store = holding(10_000);
    for (int n = 0; n < 100; n++) {
      var unused = store.put("sid" + n + "#1.own", "x".repeat(500), HOUR, "alice");
    }
    assertThat(store.heldBytes()).isBetween(2_000L, 2_500L);
    assertThat(isTaken(store.put("bob#1.own", "x".repeat(2_000), HOUR, "bob"))).isTrue();
    assertThat(isTaken(store.put("unknown#1.own", "x".repeat(2_000), HOUR))).isTrue();
  }

  @Test
  void whatAClientHasNoMoreIsRoomOfItsOwn() {
    MemorySnapshotStore store = holding(10_000);
    String most = "x".repeat(2_000);
    now(store.put("one#1.own", most, HOUR, "alice"));
    assertThat(isTaken(store.put("two#1.own", most, HOUR, "alice"))).isFalse();
    now(store.put("one#1.own", most, HOUR.multipliedBy(2), "alice"));
    now(store.expire("one#1.own", HOUR));
    assertThat(isTaken(store.put("two#1.own", most, HOUR, "alice"))).isFalse();
    now(store.remove("one#1.own"));
    now(store.put("two#1.own", most, HOUR, "alice"));
    nanos.addAndGet(HOUR.toNanos() + 1);
    now(store.put("three#1.own", most, HOUR, "alice"));
    now(store.put("three#1.own", most, HOUR, "bob"));
    now(store.put("four#1.own", most, HOUR, "alice"));
    assertThat(isTaken(store.put("five#1.own", most, HOUR, "bob"))).isFalse();
    now(store.remove("three#1.own"));
    now(store.remove("four#1.own"));
    assertThat(store.heldBytes()).isZero();
  }

  @Test
  void whatHasExpiredMakesRoom() {
    SnapshotStore store = holding(10_000);
    for (int n = 0; n < 8; n++) {
      now(store.put("sid" + n + "#1.own", "x".repeat(900), HOUR));
    }
    nanos.addAndGet(HOUR.toNanos() + 1);
    for (int n = 0; n < 8; n++) {
      now(store.put("later" + n + "#1.own", "x".repeat(900), HOUR));
    }
  }

  @Test
  void aStoreForNothingIsRefused() {
    assertThatThrownBy(() -> holding(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxTotalBytes");
  }
}
