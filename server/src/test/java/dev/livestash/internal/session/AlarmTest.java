package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is cancelled is not done, also if it waits for its turn already. */
class AlarmTest {
  private static final Duration DELAY = Duration.ofSeconds(1);

  private final ManualScheduler timers = new ManualScheduler();
  private final Deque<Runnable> turns = new ArrayDeque<>();
  private final Alarm alarm = new Alarm(timers, turns::add);
  private final List<String> done = new ArrayList<>();

  private void set(String what) {
    alarm.set(DELAY, () -> done.add(what));
  }

  private void turn() {
    while (!turns.isEmpty()) {
      turns.remove().run();
    }
  }

  @Test
  void itRingsInItsTurn() {
    set("one");
    timers.pass(DELAY);
    assertThat(done).isEmpty();
    turn();
    assertThat(done).containsExactly("one");
  }

  @Test
  void notIfItWasCancelledMeanwhile() {
    set("one");
    timers.pass(DELAY);
    alarm.cancel();
    turn();
    assertThat(done).isEmpty();
  }

  @Test
  void norIfAnotherOneWasSet() {
    set("one");
    timers.pass(DELAY);
    set("two");
    turn();
    timers.pass(DELAY);
    turn();
    assertThat(done).containsExactly("two");
  }
}
