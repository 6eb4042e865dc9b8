package dev.livestash.fence;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test sets, in nanoseconds after some day. */
public final class TestClock extends Clock {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final AtomicLong nanos;

  public TestClock(AtomicLong nanos) {
    this.nanos = nanos;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    return START.plusNanos(nanos.get());
  }
}
