package dev.livestash.bench;

import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;

/** A view whose handler sleeps for a minute, and blocks its thread meanwhile; or until woken. */
@NullMarked
final class SleepyView implements View<SleepyView.State> {
  static final String NAME = "sleepy";

  /** The event that is slept at. */
  static final String SLEEP = "sleep";

  private static final long SLEEP_SECONDS = 60;

  record State(int slept) {}

  private final AtomicInteger asleep = new AtomicInteger();
  private volatile CountDownLatch morning = new CountDownLatch(1);

  /** How many handlers sleep at the moment. */
  int asleep() {
    return asleep.get();
  }

  void wake() {
    morning.countDown();
    morning = new CountDownLatch(1);
  }

  private State sleep(State state) throws InterruptedException {
    asleep.incrementAndGet();
    try {
      var unused = morning.await(SLEEP_SECONDS, TimeUnit.SECONDS);
      return new State(state.slept() + 1);
    } finally {
      asleep.decrementAndGet();
    }
  }

  @Override
  public Class<State> stateType() {
    return State.class;
  }

  @Override
  public State first(Context<State> context) {
    return new State(0);
  }

  @Override
  public void handlers(ViewHandlers<State> on) {
    on.on(SLEEP, (state, event) -> sleep(state));
  }

  @Override
  public Object render(State state, Context<State> context) {
    return state;
  }
}
