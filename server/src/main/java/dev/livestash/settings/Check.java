package dev.livestash.settings;

import java.time.Duration;

/** Checks a setting at the moment it is set. */
final class Check {
  private Check() {}

  static int atLeast(String setting, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          setting + " is " + value + "; give at least " + least + ".");
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
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          setting + " is " + value + "; give at least " + least + ".");
    }
    return value;
  }
}
