package dev.livestash.micrometer;

import dev.livestash.report.RejectReason;
import dev.livestash.report.StashListener;
import dev.livestash.view.Arrival;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
 * <p>One for each LiveStash: where a registry has those of several at once, each has tags of its
 * own, for of two gauges of the same name and tags the first one stays. Close it after its
 * LiveStash.
 *
 * <p>A tag has few values: the names that views are mounted by and handlers added by, reasons,
 * close codes. Nothing that a page chooses is one.
 */
public final class StashMetrics implements StashListener, AutoCloseable {
  private static final String VIEW = "view";
  private static final String REASON = "reason";

  /** HTTP's status codes for a handshake that is too large (RFC 9110, RFC 6585). */
  private static final Set<Integer> TOO_LARGE = Set.of(414, 431);

  /**
   * The close code of a node that has no room, or lacks what it depends on (RFC 6455's registry).
   */
  private static final int TRY_AGAIN_LATER = 1013;

  /** More than a tab can have let go of in a day. */
  private static final long MOST_LOST = 100_000;

  private final Tags own;
  private final Set<Meter> meters = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<String, AtomicInteger> asleepByView = new ConcurrentHashMap<>();

  /** After the end, one that is nowhere. */
  private volatile MeterRegistry registry;

  /**
   * Meters in a registry.
   *
   * @param registry where they are
   */
  public StashMetrics(MeterRegistry registry) {
    this(registry, Tags.empty());
  }

  /**
   * Meters in a registry that has those of another LiveStash, too.
   *
   * @param registry where they are
   * @param tags what each of these meters has besides, and none of the others
   */
  public StashMetrics(MeterRegistry registry, Iterable<Tag> tags) {
    this.registry = registry;
    this.own = Tags.of(tags);
  }

  /** Removes its meters from the registry. What it is told afterwards is not measured. */
  @Override
  public void close() {
    MeterRegistry left = registry;
    registry = new CompositeMeterRegistry();
    meters.forEach(left::remove);
    meters.clear();
  }

  /**
   * Adds the gauges of what a node holds now.
   *
   * @param instances how many instances it holds: {@code stash::instances}
   * @param isDraining whether it lets its tabs go: {@code stash::isDraining}
   * @return this
   */
  public StashMetrics watch(IntSupplier instances, BooleanSupplier isDraining) {
    gauge(
        Gauge.builder("livestash.instances", instances::getAsInt)
            .description("Instances in memory, of tabs that are connected or waited for"));
    gauge(
        Gauge.builder("livestash.draining", () -> isDraining.getAsBoolean() ? 1 : 0)
            .description("1 while the node lets its tabs go"));
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
      gauge(
          Gauge.builder("livestash.memory", () -> memory.get().getOrDefault(kind, 0L))
              .baseUnit("bytes")
              .tag("kind", kind));
    }
    gauge(
        Gauge.builder("livestash.sockets", sockets::getAsInt)
            .description("Open sockets; during a drain, those that have not gone yet"));
    return this;
  }

  @Override
  public void attached(String view, String sid, Arrival arrival, Duration took) {
    timer(
            "livestash.joins",
            "From a join to its answer",
            VIEW,
            view,
            "outcome",
            lower(arrival.outcome()),
            REASON,
            arrival.reason().orElse("none"),
            "fence",
            lower(arrival.fencing()))
        .record(took);
    if (arrival.lost() > 0) {
      // The tab has said it, and may have said anything.
      long lost = Math.min(arrival.lost(), MOST_LOST);
      counter("livestash.lost.events", VIEW, view).increment((double) lost);
    }
  }

  @Override
  public void failed(String view, String sid, String where, Throwable failure) {
    counter("livestash.failures", VIEW, view, "where", where).increment();
  }

  @Override
  public void drained(int instances, boolean haveAll, Duration took) {
    timer(
            "livestash.drains",
            "From the begin of a drain until each tab has had its goodbye",
            "complete",
            String.valueOf(haveAll))
        .record(took);
  }

  @Override
  public void opened(String view, int tokenBytes, Duration took) {
    timer("livestash.opens", "To decrypt, inflate and check a token", VIEW, view).record(took);
  }

  @Override
  public void rejected(String view, RejectReason reason) {
    counter("livestash.rejected", VIEW, view, REASON, reason.code()).increment();
  }

  @Override
  public void handled(String view, String key, String name, String error, Duration took) {
    timer(
            "livestash.events",
            "In the handler of an event",
            VIEW,
            view,
            "event",
            name,
            "error",
            error.isEmpty() ? "none" : error)
        .record(took);
  }

  @Override
  public void committed(String view, String sid, int stateBytes, int tokenBytes, Duration took) {
    timer("livestash.commits", "To encode, compress and seal a state", VIEW, view).record(took);
    bytes("livestash.state.bytes", VIEW, view).record(stateBytes);
    bytes("livestash.token.bytes", VIEW, view).record(tokenBytes);
  }

  @Override
  public void kept(String view, String sid, Duration took) {
    timer(
            "livestash.kept",
            "From the sealing of a snapshot until its tab has stored it",
            VIEW,
            view)
        .record(took);
  }

  @Override
  public void asleep(String view, String sid) {
    asleepIn(view).incrementAndGet();
  }

  @Override
  public void awake(String view, String sid, String cause, Duration took) {
    asleepIn(view).decrementAndGet();
    timer(
            "livestash.wakes",
            "From what wakes a session that sleeps until it has its state",
            VIEW,
            view,
            "cause",
            cause)
        .record(took);
  }

  private AtomicInteger asleepIn(String view) {
    return asleepByView.computeIfAbsent(view, this::asleepGauge);
  }

  private AtomicInteger asleepGauge(String view) {
    AtomicInteger count = new AtomicInteger();
    gauge(Gauge.builder("livestash.asleep", count::get).tag(VIEW, view));
    return count;
  }

  @Override
  public void unprotected(String view, String sid, String why) {
    counter("livestash.unprotected", VIEW, view, REASON, why).increment();
  }

  @Override
  public void received(String view, int bytes) {
    bytes("livestash.frame.bytes", VIEW, view, "way", "in").record(bytes);
  }

  @Override
  public void sent(String view, int bytes) {
    bytes("livestash.frame.bytes", VIEW, view, "way", "out").record(bytes);
  }

  @Override
  public void asked(String engine, String asked, boolean isAnswered, Duration took) {
    timer(
            "livestash.asked",
            "From a question to the shared fence or a store to its answer",
            "engine",
            engine,
            "asked",
            asked,
            "answered",
            String.valueOf(isAnswered))
        .record(took);
  }

  @Override
  public void stuck(String view, String frame, int bytes) {
    counter("livestash.stuck", VIEW, view, "frame", frame).increment();
  }

  @Override
  public void dropped(String view, String why) {
    String of = view.isEmpty() ? "none" : view;
    counter("livestash.dropped", VIEW, of, REASON, why).increment();
  }

  @Override
  public void closing(String view, int code, String reason) {
    // Of these there are few, each the name of what is full or away; of others there are more.
    String full = code == TRY_AGAIN_LATER ? reason : "none";
    counter("livestash.closes", VIEW, view, "code", String.valueOf(code), REASON, full).increment();
  }

  @Override
  public void refusedOrigin(String view, String origin, String host) {
    refused(view, "origin");
  }

  @Override
  public void refusedHandshake(String view, int status, String quota) {
    String otherwise = TOO_LARGE.contains(status) ? "oversize" : "admit";
    refused(view, quota.isEmpty() ? otherwise : quota);
  }

  @Override
  public void slowed(String view, String quota) {
    counter("livestash.slowed", VIEW, view, "quota", quota).increment();
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
    counter("livestash.refused", VIEW, view, "what", what).increment();
  }

  // --- meters

  private void gauge(Gauge.Builder<?> gauge) {
    var unused = added(gauge.tags(own).register(registry));
  }

  private Timer timer(String name, String description, String... tags) {
    return added(
        Timer.builder(name).description(description).tags(own.and(tags)).register(registry));
  }

  private Counter counter(String name, String... tags) {
    return added(Counter.builder(name).tags(own.and(tags)).register(registry));
  }

  private DistributionSummary bytes(String name, String... tags) {
    return added(
        DistributionSummary.builder(name).baseUnit("bytes").tags(own.and(tags)).register(registry));
  }

  private <M extends Meter> M added(M meter) {
    meters.add(meter);
    return meter;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
