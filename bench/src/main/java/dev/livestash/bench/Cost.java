package dev.livestash.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.jspecify.annotations.NullMarked;

/**
 * What something has cost. A thread's own CPU time leaves out what the machine did beside it, and
 * also what other threads did for it: the collector, for one. The time on the wall has both.
 *
 * @param cpuNanos of a thread, or of the process with all its threads
 * @param wallNanos as a clock on the wall shows
 */
@NullMarked
record Cost(double cpuNanos, double wallNanos) {
  static final Cost NONE = new Cost(0, 0);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** What this thread has cost until now. */
  static Cost now() {
    return new Cost(THREADS.getCurrentThreadCpuTime(), System.nanoTime());
  }

  /** What the process has cost until now, to some ten milliseconds. */
  static Cost ofProcessNow() {
    return new Cost(PROCESS.getProcessCpuTime(), System.nanoTime());
  }

  Cost minus(Cost earlier) {
    return new Cost(cpuNanos - earlier.cpuNanos, wallNanos - earlier.wallNanos);
  }

  Cost plus(Cost other) {
    return new Cost(cpuNanos + other.cpuNanos, wallNanos + other.wallNanos);
  }

  /** For one of so many. */
  Cost per(double count) {
    return new Cost(cpuNanos / count, wallNanos / count);
  }
}
