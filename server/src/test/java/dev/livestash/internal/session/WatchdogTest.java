package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A thread that a task does not give back is made up for until it is back. */
class WatchdogTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final ManualScheduler timers = new ManualScheduler();
  private final List<Integer> blocked = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<String> stuck = new ArrayList<>();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  private final Mailbox.Owner owner =
      new Mailbox.Owner() {
        @Override
        public void afterBatch() {}

        @Override
        public void failed(Throwable failure) {}

        @Override
        public void isSlow() {}

        @Override
        public void isStuck() {
          stuck.add("stuck");
        }
      };

  /** The first one has a thread of its own; who takes its place has this one. */
  private void execute(Runnable turn) {
    if (threads.isEmpty()) {
      Thread first = new Thread(turn);
      threads.add(first);
      first.start();
    } else {
      turn.run();
    }
  }

  private void waits() {
    entered.countDown();
    while (goOn.getCount() > 0) {
      try {
        goOn.await();
      } catch (InterruptedException ignored) {
        // This is what is tested.
      }
    }
  }

  @Test
  void alsoAfterItWasGivenUp() throws InterruptedException {
    Watchdog watchdog = new Watchdog(TIMEOUT, timers, timers::nanoTime, blocked::add);
    Mailbox mailbox = new Mailbox(this::execute, watchdog, owner);
    mailbox.post(this::waits);
    entered.await();
    timers.pass(TIMEOUT.multipliedBy(3));
    assertThat(stuck).containsExactly("stuck");
    assertThat(blocked.get(blocked.size() - 1)).isEqualTo(1);
    goOn.countDown();
    threads.get(0).join();
    timers.pass(TIMEOUT);
    assertThat(blocked.get(blocked.size() - 1)).isZero();
    assertThat(timers.waiting()).isZero();
  }

  @Test
  void whatALookRunsIntoIsNotItsLast() throws InterruptedException {
    List<String> looks = new ArrayList<>();
    Watchdog watchdog =
        new Watchdog(
            TIMEOUT,
            (delay, task) ->
                timers.after(
                    delay,
                    () -> {
                      try {
                        task.run();
                      } catch (OutOfMemoryError noThread) {
                        looks.add("failed");
                      }
                    }),
            timers::nanoTime,
            count -> {
              throw new OutOfMemoryError("unable to create native thread");
            });
    new Mailbox(this::execute, watchdog, owner).post(this::waits);
    entered.await();
    timers.pass(TIMEOUT.multipliedBy(3));
    assertThat(looks).hasSizeGreaterThan(2);
    assertThat(stuck).containsExactly("stuck");
    goOn.countDown();
    threads.get(0).join();
  }
}
