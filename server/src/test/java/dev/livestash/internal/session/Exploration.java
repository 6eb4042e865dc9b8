package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.internal.session.Explorer.Found;
import dev.livestash.internal.session.Violation.Kind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * One run of the explorer, and a line about it on standard output.
 *
 * @param found what was found
 * @param took this thread's own time, since a busy machine has its own
 */
record Exploration(Found found, Duration took) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /**
   * What the server logs as an error: it can fail without closing a socket. What other threads log
   * is of other tests' servers, which may still be there.
   */
  private static final class Failures extends Handler {
    private final long thread = Thread.currentThread().getId();
    private Optional<String> first = Optional.empty();

    @Override
    public void publish(LogRecord entry) {
      boolean isOurs = entry.getLongThreadID() == thread;
      if (isOurs && entry.getLevel().equals(Level.SEVERE) && first.isEmpty()) {
        first = Optional.of(entry.getMessage() + ": " + entry.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** Explores a scenario in which nothing may be wrong. */
  static Exploration holds(Scenario scenario) {
    return holds(scenario, new Servers(scenario));
  }

  static Exploration holds(Scenario scenario, Servers servers) {
    Exploration run = of(scenario, servers);
    assertThat(run.found.violation()).as(run::trace).isEmpty();
    assertThat(run.found.atRest()).isPositive();
    return run;
  }

  /** Explores a scenario until what is wrong in it is found. */
  static void finds(Kind kind, Scenario scenario) {
    Exploration run = of(scenario, new Servers(scenario));
    System.out.print(run.trace().indent(4));
    assertThat(run.found.violation().map(Violation::kind)).contains(kind);
  }

  private static Exploration of(Scenario scenario, Servers servers) {
    Logger log = Logger.getLogger("dev.livestash");
    Failures failures = new Failures();
    Level level = log.getLevel();
    log.addHandler(failures);
    log.setLevel(Level.SEVERE);
    long start = THREADS.getCurrentThreadCpuTime();
    Found found = new Explorer(scenario, servers).explore();
    Duration took = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - start);
    log.setLevel(level);
    log.removeHandler(failures);
    System.out.printf(
        Locale.ROOT,
        "%,10d states, %,7d steps of real nodes, %5.1f s: %s%s%n",
        found.states(),
        found.realSteps(),
        took.toMillis() / 1e3,
        scenario,
        found.violation().map(violation -> ": found " + violation.kind()).orElse(""));
    assertThat(failures.first).isEmpty();
    return new Exploration(found, took);
  }

  private String trace() {
    return String.join("\n", found.trace());
  }
}
