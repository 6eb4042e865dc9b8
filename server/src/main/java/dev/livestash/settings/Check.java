package dev.livestash.settings;

import java.time.Duration;

/** Checks a setting at the moment it is set. */
final class Check {
  /** In nanoseconds it is a number still, which three times as much is not. */
  private static final Duration LONGEST = Duration.ofDays(36_525);

  private Check() {}

  static int atLeast(String setting, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          setting + " is " + value + "; give at least " + least + ".");
    }
    return value;
  }

  /** So that sums of them are numbers still. */
  private static final int MOST_BYTES = 1 << 30;

  static int bytes(String setting, int value, int least) {
    if (value < least || value > MOST_BYTES) {
      throw new IllegalArgumentException(
          setting + " is " + value + "; give " + least + " to " + MOST_BYTES + ".");
    }
    return value;
  }

  static long atLeast(String setting, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          setting + " is " + value + "; give at least " + least + ".");
    }
    return value;
  }

  static Duration atLeast(String setting, Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          setting + " is " + value + "; give at least " + least + ", and 100 years at most.");
    }
    return value;
  }
}
