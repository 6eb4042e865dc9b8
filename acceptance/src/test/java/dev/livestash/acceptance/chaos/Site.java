package dev.livestash.acceptance.chaos;

import dev.livestash.testkit.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** All that the tabs depend on (servers, what these share, connections), and what happens to it. */
final class Site {
  private static final Duration SETTLE = Duration.ofSeconds(60);
  private static final int AGAIN_MS = 100;

  /** How late a shared fence may be, and how long it may take to be well again. */
  private static final Duration FENCE_LAG = Duration.ofSeconds(10);

  private final Fleet fleet;
  private final Optional<SharedStore> shared;
  private final Network network;
  private final ScheduledExecutorService timer;
  private final Trace trace;
  private final List<Runnable> armed = new ArrayList<>();
  private final Queue<ScheduledFuture<?>> due = new ConcurrentLinkedQueue<>();
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicInteger freezes = new AtomicInteger();
  private final AtomicInteger jumps = new AtomicInteger();
  private final AtomicInteger upsets = new AtomicInteger();
  private volatile long fenceHurtMs;

  Site(
      Fleet fleet,
      Optional<SharedStore> shared,
      Network network,
      ScheduledExecutorService timer,
      Trace trace) {
    this.fleet = fleet;
    this.shared = shared;
    this.network = network;
    this.timer = timer;
    this.trace = trace;
  }

  // --- what is to happen

  /** Lets something happen, once the next gesture is finished; not what users and browsers do. */
  void arm(Act act) throws InterruptedException, ExecutionException, TimeoutException {
    if (act instanceof Act.Harm harm) {
      arm(harm.afterMs(), () -> harm(harm));
    } else if (act instanceof Act.Upset upset) {
      arm(upset.afterMs(), () -> upset(upset));
    } else if (act instanceof Act.Kill kill) {
      awaitOne();
      arm(kill.afterMs(), () -> kill(kill));
    } else if (act instanceof Act.Drain drain) {
      awaitOne();
      arm(drain.afterMs(), () -> drain(drain));
    } else if (act instanceof Act.Freeze freeze) {
      awaitOne();
      arm(freeze.afterMs(), () -> freeze(freeze));
    } else if (act instanceof Act.Jump jump) {
      awaitOne();
      arm(jump.afterMs(), () -> jump(jump));
    }
  }

  private void arm(int ms, Runnable task) {
    armed.add(() -> later(ms, task));
  }

  /** A gesture is finished. */
  void fire() {
    armed.forEach(Runnable::run);
    armed.clear();
  }

  private void later(int ms, Runnable task) {
    due.add(timer.schedule(task, ms, TimeUnit.MILLISECONDS));
  }

  // --- what happens

  private void harm(Act.Harm harm) {
    trace.add("network", harm.fault().toString());
    network.harm(harm.fault(), harm.which());
  }

  private void kill(Act.Kill kill) {
    trace.add("server", "is killed");
    if (fleet.kill(kill.which(), kill.downMs())) {
      kills.incrementAndGet();
      serverIsLost();
    } else {
      // All that are there are leaving.
      later(AGAIN_MS, () -> kill(kill));
    }
  }

  private void drain(Act.Drain drain) {
    if (fleet.drain(drain.which())) {
      serverIsLost();
      trace.add("server", "is drained");
    }
  }

  private void freeze(Act.Freeze freeze) {
    fleet.freeze(freeze.which()).ifPresent(thaw -> isFrozen(freeze.ms(), thaw));
  }

  private void isFrozen(int ms, Runnable thaw) {
    freezes.incrementAndGet();
    trace.add("server", "is frozen");
    later(
        ms,
        () -> {
          thaw.run();
          trace.add("server", "is thawed, if it still lives");
        });
  }

  private void jump(Act.Jump jump) {
    if (fleet.jump(jump.which(), Duration.ofHours(jump.hours()))) {
      jumps.incrementAndGet();
      trace.add("server", "has its clock set ahead by %d h".formatted(jump.hours()));
    }
  }

  private void upset(Act.Upset upset) {
    shared
        .filter(one -> one.suffer(upset.ailment(), upset.ms()))
        .ifPresent(
            one -> {
              fenceIsHurt();
              upsets.incrementAndGet();
              trace.add("store", upset.toString());
            });
  }

  /**
   * Cuts all connections, and sends new ones to this server only.
   *
   * @return false if there is just one
   */
  boolean send(int server) {
    if (fleet.size() == 1) {
      return false;
    }
    trace.add("network", "leads to server " + server);
    fleet.prefer(OptionalInt.of(server));
    network.cutSockets();
    return true;
  }

  /** Sends new connections anywhere again. */
  void sendAnywhere() {
    fleet.prefer(OptionalInt.empty());
  }

  // --- what the servers know

  private void serverIsLost() {
    if (shared.isEmpty()) {
      fenceIsHurt();
    }
  }

  private void fenceIsHurt() {
    fenceHurtMs = System.currentTimeMillis();
  }

  /**
   * Whether each server that a tab can reach knows what all had stored at a time, or later.
   *
   * @param ms the time, in milliseconds since 1970
   */
  boolean isFencedSince(long ms) {
    long since = shared.isPresent() ? ms - FENCE_LAG.toMillis() : ms;
    return (shared.isPresent() || fleet.size() == 1) && fenceHurtMs < since;
  }

  // --- peace

  /** Waits until there is a server that is not leaving. */
  void awaitOne() throws InterruptedException, ExecutionException, TimeoutException {
    fleet.awaitOne();
  }

  /** Waits until all that was to happen has, and servers and connections are well again. */
  void settle() throws InterruptedException, ExecutionException, TimeoutException {
    for (ScheduledFuture<?> next = due.poll(); next != null; next = due.poll()) {
      next.get(SETTLE.toSeconds(), TimeUnit.SECONDS);
    }
    fleet.awaitAll();
    if (shared.isPresent()) {
      shared.get().awaitWell();
    }
    network.heal();
    trace.add("run", "all servers and connections are well");
  }

  // --- what has happened

  int kills() {
    return kills.get();
  }

  int freezes() {
    return freezes.get();
  }

  /** How often a clock was set. */
  int jumps() {
    return jumps.get();
  }

  /** How often what the servers share died, forgot, or stood still. */
  int upsets() {
    return upsets.get();
  }

  int cuts() {
    return network.cuts();
  }

  /** How many servers did not end when they were told to. */
  int slowDrains() {
    return fleet.slowDrains();
  }

  /** Whether any server has written this. */
  boolean hasSaid(String words) {
    return fleet.hasSaid(words);
  }

  /** What the last few servers have written. */
  String logs() {
    return fleet.logs();
  }
}
