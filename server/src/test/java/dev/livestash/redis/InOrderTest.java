package dev.livestash.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InOrderTest {
  private final InOrder<String> waiting = new InOrder<>();
  private final List<Integer> gone = new ArrayList<>();

  private void comes(int n, CompletableFuture<String> awaited) {
    var unused = waiting.after(awaited).whenComplete((value, failure) -> gone.add(n));
  }

  @Test
  void whoWaitsGoesOnInTheOrderInWhichHeCame() {
    CompletableFuture<String> connection = new CompletableFuture<>();
    for (int n = 0; n < 10_000; n++) {
      comes(n, connection);
    }
    assertThat(gone).isEmpty();
    connection.complete("open");
    comes(10_000, connection);
    assertThat(gone).hasSize(10_001).isSorted();
    assertThat(waiting.size()).isZero();
  }

  @Test
  void nobodyOvertakesWhoGoesOn() {
    CompletableFuture<String> connection = new CompletableFuture<>();
    var unused =
        waiting
            .after(connection)
            .thenRun(
                () -> {
                  comes(2, connection);
                  gone.add(1);
                });
    connection.complete("open");
    assertThat(gone).containsExactly(1, 2);
  }

  @Test
  void whoWaitsForTheNextOneComesBehindThoseOfTheLast() {
    CompletableFuture<String> last = new CompletableFuture<>();
    CompletableFuture<String> next = new CompletableFuture<>();
    comes(1, last);
    comes(2, next);
    next.complete("open");
    assertThat(gone).isEmpty();
    last.completeExceptionally(new IllegalStateException("gone"));
    assertThat(gone).containsExactly(1, 2);
  }
}
