package dev.livestash.stash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of snapshots promises. */
public abstract class SnapshotStoreContract {
  private static final long PATIENCE_SECONDS = 10;
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  /** As long as keys get, and with every character that is in them. */
  private static final String KEY =
      "AZaz09_-AZaz09_-AZaz09#9007199254740991.AZaz09_-AZa.9007199254740991" + "_".repeat(60);

  private SnapshotStore store;

  @BeforeEach
  final void makeStore() {
    store = newStore();
  }

  protected abstract SnapshotStore newStore();

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  private Optional<String> get(String key) {
    return now(store.get(key));
  }

  @Test
  void whatIsPutIsFound() {
    assertThat(KEY).hasSize(128);
    now(store.put(KEY, "a.b.c", LIFETIME));
    assertThat(get(KEY)).contains("a.b.c");
    assertThat(get(KEY)).contains("a.b.c");
  }

  @Test
  void whatWasNeverPutIsNotFound() {
    assertThat(get("nothing")).isEmpty();
  }

  @Test
  void aLaterPutTakesTheFormersPlace() {
    now(store.put(KEY, "first", LIFETIME));
    now(store.put(KEY, "second", LIFETIME));
    assertThat(get(KEY)).contains("second");
  }

  @Test
  void keysDoNotMix() {
    now(store.put("sid#1.own", "one", LIFETIME));
    now(store.put("sid#2.own", "two", LIFETIME));
    assertThat(get("sid#1.own")).contains("one");
    assertThat(get("sid#2.own")).contains("two");
  }

  @Test
  void whatIsRemovedIsGone() {
    now(store.put(KEY, "token", LIFETIME));
    now(store.remove(KEY));
    assertThat(get(KEY)).isEmpty();
  }

  @Test
  void toRemoveWhatIsNotThereIsNoFailure() {
    now(store.remove("nothing"));
    assertThat(get("nothing")).isEmpty();
  }

  @Test
  void whatIsToGoSoonerIsThereUntilThen() {
    now(store.put(KEY, "token", LIFETIME));
    now(store.expire(KEY, LIFETIME.dividedBy(2)));
    assertThat(get(KEY)).contains("token");
    now(store.expire("nothing", LIFETIME));
    assertThat(get("nothing")).isEmpty();
  }

  @Test
  void aTokenOfSomeMegabytesIsKeptWhole() {
    String token = "0123456789abcdef".repeat(1 << 18);
    now(store.put(KEY, token, LIFETIME));
    assertThat(get(KEY).orElseThrow()).isEqualTo(token);
  }

  @Test
  void manyAtATimeAreAllKept() {
    List<CompletableFuture<Void>> puts =
        IntStream.range(0, 500)
            .mapToObj(n -> store.put("key" + n, "token" + n, LIFETIME).toCompletableFuture())
            .toList();
    puts.forEach(SnapshotStoreContract::now);
    assertThat(IntStream.range(0, 500).filter(n -> get("key" + n).isEmpty())).isEmpty();
    assertThat(get("key499")).contains("token499");
  }
}
