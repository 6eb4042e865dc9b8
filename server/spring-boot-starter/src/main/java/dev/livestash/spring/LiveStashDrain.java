package dev.livestash.spring;

import dev.livestash.LiveStash;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/** Drains when the application stops, before its web server does. */
public final class LiveStashDrain implements SmartLifecycle {
  private final LiveStash stash;
  private final Duration timeout;
  private volatile boolean runs;

  LiveStashDrain(LiveStash stash, Duration timeout) {
    this.stash = stash;
    this.timeout = timeout;
  }

  @Override
  public void start() {
    runs = true;
  }

  @Override
  public void stop() {
    runs = false;
    try {
      stash.drain(timeout);
    } catch (InterruptedException toldToHurry) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return runs;
  }

  /** The last to start is the first to stop. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
