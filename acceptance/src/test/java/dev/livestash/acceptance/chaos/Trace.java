package dev.livestash.acceptance.chaos;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** The last things that happened, so that a failure can be understood. */
final class Trace {
  private static final int LINES = 2_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Deque<String> lines = new ArrayDeque<>();
  private final long startNanos = System.nanoTime();

  synchronized void add(String who, String what) {
    double seconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
    lines.add(String.format(Locale.ROOT, "%9.3f %s: %s", seconds, who, what));
    if (lines.size() > LINES) {
      lines.remove();
    }
  }

  @Override
  public synchronized String toString() {
    return String.join("\n", lines);
  }
}
