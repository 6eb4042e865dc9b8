package dev.livestash;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A clock that says what a test says. */
public final class TestClock extends Clock {
  public static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final Supplier<Instant> now;

  public TestClock(Supplier<Instant> now) {
    this.now = now;
  }

  /** One that is so many nanoseconds after the start. */
  public TestClock(AtomicLong nanos) {
    this(() -> START.plusNanos(nanos.get()));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
