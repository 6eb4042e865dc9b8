package dev.livestash.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/**
 * The CPU time of the threads that serve, without clients, collector and compiler.
 *
 * @param cpuNanos by the thread's id
 */
@NullMarked
record ServerThreads(Map<Long, Long> cpuNanos) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** What each of them has had until now. */
  static ServerThreads now() {
    Map<Long, Long> nanos = new HashMap<>();
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null && serves(thread.getThreadName())) {
        nanos.put(thread.getThreadId(), THREADS.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return new ServerThreads(nanos);
  }

  private static boolean serves(String name) {
    return name.startsWith("XNIO") || name.startsWith("livestash-");
  }

  /** Of those that are there now; those that had ended have served an earlier server. */
  double nanosSince(ServerThreads earlier) {
    return cpuNanos.entrySet().stream()
        .mapToDouble(
            thread -> thread.getValue() - earlier.cpuNanos.getOrDefault(thread.getKey(), 0L))
        .sum();
  }
}
