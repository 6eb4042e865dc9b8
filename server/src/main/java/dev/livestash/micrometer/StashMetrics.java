package dev.livestash.micrometer;

import dev.livestash.report.RejectReason;
import dev.livestash.report.StashListener;
import dev.livestash.view.Arrival;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Meters of what a LiveStash does, all below {@code livestash.}; the table is in {@code
 * docs/operations.md}.
 *
 * <pre>{@code
 * StashMetrics metrics = new StashMetrics(registry);
 * LiveStash stash = LiveStash.builder().keys(keys).listener(metrics).build();
 * metrics.watch(stash::instances, stash::isDraining);
 * metrics.watchMemory(stash::memory, stash::sockets);
 * }</pre>
 *
 * <p>A tag has few values: the names that views are mounted by and handlers added by, reasons,
 * close codes. Nothing that a page chooses is one.
 */
public final class StashMetrics implements StashListener {
  private static final String VIEW = "view";
  private static final String REASON = "reason";

  /** More than a tab can have let go of in a day. */
  private static final long MOST_LOST = 100_000;

  private final MeterRegistry registry;
  private final ConcurrentMap<String, AtomicInteger> asleepByView = new ConcurrentHashMap<>();

  /**
   * Meters in a registry.
   *
   * @param registry where they are
   */
  public StashMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Adds the gauges of what a node holds now.
   *
   * @param instances how many instances it holds: {@code stash::instances}
   * @param isDraining whether it lets its tabs go: {@code stash::isDraining}
   * @return this
   */
  public StashMetrics watch(IntSupplier instances, BooleanSupplier isDraining) {
    Gauge.builder("livestash.instances", instances::getAsInt)
        .description("Instances in memory, of tabs that are connected or waited for")
        .register(registry);
    Gauge.builder("livestash.draining", () -> isDraining.getAsBoolean() ? 1 : 0)
        .description("1 while the node lets its tabs go")
        .register(registry);
    return this;
  }

  /**
   * Adds the gauges of what a node's memory is taken by.
   *
   * @param memory bytes by kind: {@code stash::memory}
   * @param sockets how many sockets are open: {@code stash::sockets}
   * @return this
   */
  public StashMetrics watchMemory(Supplier<Map<String, Long>> memory, IntSupplier sockets) {
    for (String kind : memory.get().keySet()) {
      Gauge.builder("livestash.memory", () -> memory.get().getOrDefault(kind, 0L))
          .baseUnit("bytes")
          .tag("kind", kind)
          .register(registry);
    }
    Gauge.builder("livestash.sockets", sockets::getAsInt)
        .description("Open sockets; during a drain, those that have not gone yet")
        .register(registry);
    return this;
  }

  @Override
  public void attached(String view, String sid, Arrival arrival, Duration took) {
    Timer.builder("livestash.joins")
        .description("From a join to its answer")
        .tag(VIEW, view)
        .tag("outcome", lower(arrival.outcome()))
        .tag(REASON, arrival.reason().orElse("none"))
        .tag("fence", lower(arrival.fencing()))
        .register(registry)
        .record(took);
    if (arrival.lost() > 0) {
      // The tab has said it, and may have said anything.
      long lost = Math.min(arrival.lost(), MOST_LOST);
      registry.counter("livestash.lost.events", VIEW, view).increment((double) lost);
    }
  }

  @Override
  public void failed(String view, String sid, String where, Throwable failure) {
    registry.counter("livestash.failures", VIEW, view, "where", where).increment();
  }

  @Override
  public void drained(int instances, boolean haveAll, Duration took) {
    Timer.builder("livestash.drains")
        .description("From the begin of a drain until each tab has had its goodbye")
        .tag("complete", String.valueOf(haveAll))
        .register(registry)
        .record(took);
  }

  @Override
  public void opened(String view, int tokenBytes, Duration took) {
    Timer.builder("livestash.opens")
        .description("To decrypt, inflate and check a token")
        .tag(VIEW, view)
        .register(registry)
        .record(took);
  }

  @Override
  public void rejected(String view, RejectReason reason) {
    registry.counter("livestash.rejected", VIEW, view, REASON, reason.code()).increment();
  }

  @Override
  public void handled(String view, String key, String name, String error, Duration took) {
    Timer.builder("livestash.events")
        .description("In the handler of an event")
        .tag(VIEW, view)
        .tag("event", name)
        .tag("error", error.isEmpty() ? "none" : error)
        .register(registry)
        .record(took);
  }

  @Override
  public void committed(String view, String sid, int stateBytes, int tokenBytes, Duration took) {
    Timer.builder("livestash.commits")
        .description("To encode, compress and seal a state")
        .tag(VIEW, view)
        .register(registry)
        .record(took);
    bytes("livestash.state.bytes", view).record(stateBytes);
    bytes("livestash.token.bytes", view).record(tokenBytes);
  }

  private DistributionSummary bytes(String name, String view) {
    return DistributionSummary.builder(name).baseUnit("bytes").tag(VIEW, view).register(registry);
  }

  @Override
  public void kept(String view, String sid, Duration took) {
    Timer.builder("livestash.kept")
        .description("From the sealing of a snapshot until its tab has stored it")
        .tag(VIEW, view)
        .register(registry)
        .record(took);
  }

  @Override
  public void asleep(String view, String sid) {
    asleepIn(view).incrementAndGet();
  }

  @Override
  public void awake(String view, String sid, String cause, Duration took) {
    asleepIn(view).decrementAndGet();
    Timer.builder("livestash.wakes")
        .description("From what wakes a session that sleeps until it has its state")
        .tag(VIEW, view)
        .tag("cause", cause)
        .register(registry)
        .record(took);
  }

  private AtomicInteger asleepIn(String view) {
    return asleepByView.computeIfAbsent(
        view,
        name ->
            registry.gauge("livestash.asleep", List.of(Tag.of(VIEW, name)), new AtomicInteger()));
  }

  @Override
  public void unprotected(String view, String sid, String why) {
    registry.counter("livestash.unprotected", VIEW, view, REASON, why).increment();
  }

  @Override
  public void received(String view, int bytes) {
    frames(view, "in").record(bytes);
  }

  @Override
  public void sent(String view, int bytes) {
    frames(view, "out").record(bytes);
  }

  private DistributionSummary frames(String view, String way) {
    return DistributionSummary.builder("livestash.frame.bytes")
        .baseUnit("bytes")
        .tag(VIEW, view)
        .tag("way", way)
        .register(registry);
  }

  @Override
  public void asked(String engine, String asked, boolean isAnswered, Duration took) {
    Timer.builder("livestash.asked")
        .description("From a question to the shared fence or a store to its answer")
        .tag("engine", engine)
        .tag("asked", asked)
        .tag("answered", String.valueOf(isAnswered))
        .register(registry)
        .record(took);
  }

  @Override
  public void stuck(String view, String frame, int bytes) {
    registry.counter("livestash.stuck", VIEW, view, "frame", frame).increment();
  }

  @Override
  public void dropped(String view, String why) {
    String of = view.isEmpty() ? "none" : view;
    registry.counter("livestash.dropped", VIEW, of, REASON, why).increment();
  }

  @Override
  public void closing(String view, int code, String reason) {
    registry.counter("livestash.closes", VIEW, view, "code", String.valueOf(code)).increment();
  }

  @Override
  public void refusedOrigin(String view, String origin, String host) {
    refused(view, "origin");
  }

  @Override
  public void refusedHandshake(String view, int status, String quota) {
    refused(view, quota.isEmpty() ? "admit" : quota);
  }

  @Override
  public void slowed(String view, String quota) {
    registry.counter("livestash.slowed", VIEW, view, "quota", quota).increment();
  }

  @Override
  public void refusedJoin(String view, String asked) {
    refused(view, "view");
  }

  @Override
  public void refusedEvent(String view, String key, String name, String error, String why) {
    refused(view, error);
  }

  private void refused(String view, String what) {
    registry.counter("livestash.refused", VIEW, view, "what", what).increment();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
