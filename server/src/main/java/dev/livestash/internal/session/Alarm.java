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

  Alarm(Scheduler scheduler, Consumer<Runnable> post) {
    this.scheduler = scheduler;
    this.post = post;
  }

  /** Takes the place of what was to be done before. */
  void set(Duration delay, Runnable task) {
    cancel();
    timer = scheduler.after(delay, () -> post.accept(task));
  }

  void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
