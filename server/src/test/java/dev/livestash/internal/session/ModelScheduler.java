package dev.livestash.internal.session;

import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Timers of a time that stands still: what lingers ends when it is told to. */
final class ModelScheduler implements Scheduler {
  private final Duration linger;
  private final List<Lingerer> lingerers = new ArrayList<>();

  ModelScheduler(Duration linger) {
    this.linger = linger;
  }

  private record Lingerer(Runnable task) {}

  @Override
  public Timer after(Duration delay, Runnable task) {
    if (!delay.equals(linger)) {
      return () -> {};
    }
    Lingerer lingerer = new Lingerer(task);
    lingerers.add(lingerer);
    return () -> lingerers.remove(lingerer);
  }

  int lingering() {
    return lingerers.size();
  }

  void expireLongest() {
    lingerers.remove(0).task().run();
  }
}
