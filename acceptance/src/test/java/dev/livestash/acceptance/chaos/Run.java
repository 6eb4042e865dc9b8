package dev.livestash.acceptance.chaos;

import dev.livestash.acceptance.e2e.Redis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Executes a plan, up to the first thing that is wrong. */
final class Run {
  private static final Duration FOR_ONE_ACT = Duration.ofMinutes(5);
  private static final Duration SETTLE = Duration.ofSeconds(60);
  private static final int AGAIN_MS = 100;

  /** The demo changes no state in place: a patch that seems to say so is a wrong one. */
  private static final String NOT_EXACT = "was changed in place";

  /** A tab, and what is known of its past. */
  private record Seat(Tab tab, Watch watch) {}

  private final Fleet fleet;
  private final Optional<Redis> redis;
  private final Proxy proxy;
  private final List<Seat> seats;
  private final ScheduledExecutorService timer;
  private final Trace trace;
  private final Tally tally = new Tally();
  private final Examination examination = new Examination(tally);
  private final List<Runnable> armed = new ArrayList<>();
  private final Queue<ScheduledFuture<?>> due = new ConcurrentLinkedQueue<>();
  private final long eventsBefore;
  private final Map<Trouble, Integer> troubles =
      Collections.synchronizedMap(new EnumMap<>(Trouble.class));
  private final AtomicInteger kills = new AtomicInteger();
  private volatile long beganNanos = System.nanoTime();
  private boolean complete;

  Run(
      Fleet fleet,
      Optional<Redis> redis,
      Proxy proxy,
      List<Tab> tabs,
      ScheduledExecutorService timer,
      Trace trace) {
    this.fleet = fleet;
    this.redis = redis;
    this.proxy = proxy;
    this.timer = timer;
    this.trace = trace;
    this.seats = tabs.stream().map(tab -> new Seat(tab, new Watch())).toList();
    this.eventsBefore = events();
  }

  /** Executes all of it, as long as nothing is wrong. */
  void execute(List<Act> plan) throws InterruptedException, ExecutionException, TimeoutException {
    for (Act act : plan) {
      if (!tally.isClean()) {
        return;
      }
      beganNanos = System.nanoTime();
      perform(act);
    }
    complete = true;
  }

  /** Whether one act takes many times longer than any should. */
  boolean isStuck() {
    return System.nanoTime() - beganNanos > FOR_ONE_ACT.toNanos();
  }

  private void perform(Act act) throws InterruptedException, ExecutionException, TimeoutException {
    if (act instanceof Act.Use use) {
      use(use);
    } else if (act instanceof Act.Harm harm) {
      armed.add(() -> later(harm.afterMs(), () -> harm(harm)));
    } else if (act instanceof Act.Kill kill) {
      fleet.awaitOne();
      armed.add(() -> later(kill.afterMs(), () -> kill(kill)));
    } else if (act instanceof Act.Drain drain) {
      fleet.awaitOne();
      armed.add(() -> later(drain.afterMs(), () -> drain(drain)));
    } else if (act instanceof Act.Freeze freeze) {
      fleet.awaitOne();
      armed.add(() -> later(freeze.afterMs(), () -> freeze(freeze)));
    } else if (act instanceof Act.Ask ask) {
      ask(ask);
    } else if (act instanceof Act.Calm) {
      settle();
      seats.forEach(seat -> seat.tab().rest());
    } else if (act instanceof Act.Upset upset) {
      armed.add(() -> later(upset.afterMs(), () -> upset(upset)));
    } else if (act instanceof Act.Meet meet) {
      meet(meet);
    } else if (act instanceof Act.Check check) {
      check(check);
    }
  }

  private void use(Act.Use use) {
    Seat seat = seats.get(use.tab());
    seat.tab().use(use.gesture(), use.where(), "edit " + use.serial(), this::fire);
    // If there was nothing to do it with.
    fire();
    examination.glance(seat.tab(), seat.watch());
  }

  private void ask(Act.Ask ask) {
    Seat seat = seats.get(ask.tab());
    String unique = "ask " + ask.serial();
    if (seat.tab().ask(ask.mischief(), ask.effect(), ask.where(), unique)) {
      happened(Trouble.of(ask.mischief()));
    }
    fire();
    examination.glance(seat.tab(), seat.watch());
  }

  private void happened(Trouble trouble) {
    troubles.merge(trouble, 1, Integer::sum);
  }

  private void fire() {
    armed.forEach(Runnable::run);
    armed.clear();
  }

  private void later(int ms, Runnable task) {
    due.add(timer.schedule(task, ms, TimeUnit.MILLISECONDS));
  }

  private void meet(Act.Meet meet)
      throws InterruptedException, ExecutionException, TimeoutException {
    fleet.awaitOne();
    List<Tab> tabs = meet.tabs().stream().map(tab -> seats.get(tab).tab()).toList();
    tabs.forEach(Tab::wake);
    tabs.forEach(Tab::meet);
  }

  private void harm(Act.Harm harm) {
    trace.add("network", harm.fault().toString());
    proxy.harm(harm.fault(), harm.which());
  }

  private void kill(Act.Kill kill) {
    trace.add("server", "is killed");
    if (fleet.kill(kill.which(), kill.downMs())) {
      kills.incrementAndGet();
    } else {
      // All that are there are leaving.
      later(AGAIN_MS, () -> kill(kill));
    }
  }

  private void freeze(Act.Freeze freeze) {
    fleet
        .freeze(freeze.which())
        .ifPresent(
            thaw -> {
              happened(Trouble.FREEZE);
              trace.add("server", "is frozen");
              later(freeze.ms(), () -> thaw(thaw));
            });
  }

  private void thaw(Runnable thaw) {
    thaw.run();
    trace.add("server", "is thawed, if it still lives");
  }

  private void drain(Act.Drain drain) {
    if (fleet.drain(drain.which())) {
      trace.add("server", "is drained");
    }
  }

  private void upset(Act.Upset upset) {
    redis
        .filter(one -> one.suffer(upset.ailment(), upset.ms()))
        .ifPresent(one -> trace.add("redis", upset.toString()));
  }

  /** Waits until all that was to happen has, and servers and connections are well again. */
  private void settle() throws InterruptedException, ExecutionException, TimeoutException {
    for (ScheduledFuture<?> next = due.poll(); next != null; next = due.poll()) {
      next.get(SETTLE.toSeconds(), TimeUnit.SECONDS);
    }
    fleet.awaitAll();
    if (redis.isPresent()) {
      redis.get().awaitWell();
    }
    proxy.heal();
    trace.add("run", "all servers and connections are well");
  }

  private void check(Act.Check check)
      throws InterruptedException, ExecutionException, TimeoutException {
    settle();
    seats.forEach(seat -> examination.examine(seat.tab(), seat.watch(), check.wakes()));
    if (fleet.hasSaid(NOT_EXACT)) {
      tally.isWrong("A server says: " + NOT_EXACT);
    }
    System.out.println("after " + line());
    if (fleet.slowDrains() > 0) {
      System.out.println(
          "(%d servers had to be killed as they drained)".formatted(fleet.slowDrains()));
    }
    if (!refusals().isEmpty()) {
      System.out.println("(tabs were told of their events: %s)".formatted(refusals()));
    }
  }

  /** Whether all of the plan was executed, and nothing was wrong. */
  boolean isClean() {
    return complete && tally.isClean();
  }

  String line() {
    StringBuilder line = new StringBuilder().append(kills).append(" kills, ");
    troubles.forEach(
        (trouble, times) -> line.append(times).append(' ').append(trouble.plural).append(", "));
    line.append("%d cuts, %d events".formatted(proxy.cuts(), events() - eventsBefore));
    return tally.line(line.toString());
  }

  /** What failed of what tabs have sent, by the word for why. */
  private Map<String, Integer> refusals() {
    Map<String, Integer> all = new TreeMap<>();
    seats.forEach(
        seat -> seat.watch().refusals().forEach((why, n) -> all.merge(why, n, Integer::sum)));
    return all;
  }

  private long events() {
    return seats.stream().mapToLong(seat -> seat.tab().ledger().number()).sum();
  }

  /** All there is to find out what was wrong. */
  String report() {
    String errors =
        seats.stream()
            .map(seat -> seat.tab().name() + ": " + seat.tab().errors())
            .collect(Collectors.joining("\n"));
    return String.join(
        "\n",
        "--- the last that happened",
        trace.toString(),
        "--- the last servers",
        fleet.logs(),
        "--- errors of the pages",
        errors,
        "--- findings" + (complete || !tally.isClean() ? "" : " (none; the run came to no end)"),
        String.join("\n", tally.findings()));
  }
}
