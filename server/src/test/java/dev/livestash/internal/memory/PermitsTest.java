package dev.livestash.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Room for work: granted, waited for, and given up. */
class PermitsTest {
  private final List<Runnable> timers = new ArrayList<>();

  private Scheduler.Timer after(Duration delay, Runnable task) {
    timers.add(task);
    return () -> timers.remove(task);
  }

  private final Permits permits = new Permits(100, Duration.ofSeconds(10), this::after);

  @Test
  void whatHasNoRoomWaitsUntilThereIsSome() {
    assertThat(permits.ask(80)).isCompletedWithValue(true);
    CompletableFuture<Boolean> large = permits.ask(50);
    CompletableFuture<Boolean> small = permits.ask(20);
    assertThat(large).isNotDone();
    assertThat(small).isCompletedWithValue(true);
    Runnable giveBack = permits.giveBack(80);
    giveBack.run();
    giveBack.run();
    assertThat(large).isCompletedWithValue(true);
    assertThat(permits.ask(31)).isNotDone();
    assertThat(permits.ask(30)).isCompletedWithValue(true);
  }

  @Test
  void oneThatIsTooLargeForAllGoesAlone() {
    assertThat(permits.ask(1000)).isCompletedWithValue(true);
    CompletableFuture<Boolean> next = permits.ask(1);
    permits.giveBack(1000).run();
    assertThat(next).isCompletedWithValue(true);
  }

  /** As of sockets that are closed already: one after the other, and not one within the other. */
  @Test
  void manyMayGiveBackAtOnceWhatTheyAreGranted() {
    assertThat(permits.ask(100)).isCompletedWithValue(true);
    List<Boolean> told = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      var unused =
          permits
              .ask(100)
              .thenAccept(
                  isGranted -> {
                    permits.giveBack(100).run();
                    told.add(isGranted);
                  });
    }
    permits.giveBack(100).run();
    assertThat(told).hasSize(5_000).containsOnly(true);
    assertThat(permits.heldBytes()).isZero();
  }

  @Test
  void whoWaitsForTooLongIsTold() {
    assertThat(permits.ask(100)).isCompletedWithValue(true);
    CompletableFuture<Boolean> late = permits.ask(10);
    List.copyOf(timers).forEach(Runnable::run);
    assertThat(late).isCompletedWithValue(false);
    permits.giveBack(100).run();
    assertThat(permits.ask(100)).as("nothing is lost by it").isCompletedWithValue(true);
  }
}
