package dev.livestash.internal.session;

import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The one thing that a session is to do later, in its turn. */
final class Alarm {
  private final Scheduler scheduler;
  private final Consumer<Runnable> post;
  private Scheduler.@Nullable Timer timer;

  /** Tells what is to be done from what was before, and may wait for the turn already. */
  private int number;

  Alarm(Scheduler scheduler, Consumer<Runnable> post) {
    this.scheduler = scheduler;
    this.post = post;
  }

  /** Takes the place of what was to be done before. */
  void set(Duration delay, Runnable task) {
    cancel();
    int mine = number;
    timer = scheduler.after(delay, () -> post.accept(() -> ring(mine, task)));
  }

  private void ring(int rung, Runnable task) {
    if (rung == number) {
      task.run();
    }
  }

  /** In the session's turn, so that nothing of it is done any more. */
  void cancel() {
    number++;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
