package dev.livestash.acceptance.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Executes a plan, up to the first thing that is wrong. */
final class Run {
  private static final Duration FOR_ONE_ACT = Duration.ofMinutes(5);

  /** The demo changes no state in place: a patch that seems to say so is a wrong one. */
  private static final String NOT_EXACT = "was changed in place";

  private static final String CLOCK_WAS_SET = "The clock of this node was set ";

  /** In a run of so many, whatever happens by lot has happened. */
  private static final int MANY_KILLS = 20;

  /** More events than a tab keeps. */
  private static final int FLOOD = 300;

  /** So that the browser has written its tabs once. */
  private static final Duration MIN_BROWSER_AGE = Duration.ofSeconds(60);

  /** The original of a tab that is no copy. */
  private static final int NONE = -1;

  /** A tab, what is known of its past, and which one it was copied from. */
  private record Seat(Tab tab, Watch watch, int original) {}

  private final Site site;
  private final Desk desk;
  private final Map<Integer, Seat> seats = new TreeMap<>();
  private final List<Seat> left = new ArrayList<>();
  private final Trace trace;
  private final Tally tally = new Tally();
  private final Examination examination;
  private final Settings settings;
  private final Map<Trouble, Integer> troubles = new EnumMap<>(Trouble.class);
  private final long startNanos = System.nanoTime();
  private volatile long beganNanos = System.nanoTime();
  private boolean complete;

  Run(Site site, Desk desk, List<Tab> tabs, Trace trace, Settings settings) {
    this.site = site;
    this.desk = desk;
    this.trace = trace;
    for (Tab tab : tabs) {
      seats.put(seats.size(), new Seat(tab, new Watch(), NONE));
    }
    this.settings = settings;
    this.examination = new Examination(tally, site::isFencedSince, has(Trouble.PROMISES));
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
    if (settings.kills() >= MANY_KILLS) {
      findWhatHasNotHappened();
    }
  }

  /** A run in which nobody slept, say, shows nothing of sleep. */
  private void findWhatHasNotHappened() {
    if (has(Trouble.IDLE) && (count(Watch::sleeps) == 0 || count(Watch::wakes) == 0)) {
      tally.isWrong("Nobody slept, or nobody woke");
    }
    if (has(Trouble.CLOCK) && !site.hasSaid(CLOCK_WAS_SET)) {
      tally.isWrong("No server says: " + CLOCK_WAS_SET);
    }
  }

  private boolean has(Trouble trouble) {
    return !settings.without().contains(trouble);
  }

  /** Whether one act takes many times longer than any should. */
  boolean isStuck() {
    return System.nanoTime() - beganNanos > FOR_ONE_ACT.toNanos();
  }

  private void perform(Act act) throws InterruptedException, ExecutionException, TimeoutException {
    if (act instanceof Act.Use use) {
      use(use);
    } else if (act instanceof Act.Ask ask) {
      ask(ask);
    } else if (act instanceof Act.Flood flood) {
      flood(seat(flood.tab()));
    } else if (act instanceof Act.Go go) {
      go(go);
    } else if (act instanceof Act.Fork fork) {
      fork(fork);
    } else if (act instanceof Act.KillBrowser) {
      killBrowser();
    } else if (act instanceof Act.Pause pause) {
      seat(0).tab().pause(pause.ms());
    } else if (act instanceof Act.Meet meet) {
      meet(meet);
    } else if (act instanceof Act.Calm) {
      site.settle();
      seats.values().forEach(seat -> seat.tab().rest());
    } else if (act instanceof Act.Check check) {
      check(check);
    } else {
      site.arm(act);
    }
  }

  // --- what the user does

  private void use(Act.Use use) {
    Seat seat = seats.get(use.tab());
    if (seat == null) {
      // A tab of which there is no copy.
      return;
    }
    if (use.gesture() == Act.Gesture.RELOAD && isBeingCopied(use.tab())) {
      trace.add(seat.tab().name(), "does not reload while its copy has not joined");
    } else if (isBack(seat)) {
      seat.tab().use(use.gesture(), use.where(), "edit " + use.serial(), site::fire);
    }
    // If there was nothing to do it with.
    site.fire();
    glance(seat);
  }

  private void ask(Act.Ask ask) {
    Seat seat = seat(ask.tab());
    String unique = "ask " + ask.serial();
    if (isBack(seat) && seat.tab().ask(ask.mischief(), ask.effect(), ask.where(), unique)) {
      happened(Trouble.of(ask.mischief()));
    }
    site.fire();
    glance(seat);
  }

  private void flood(Seat seat) {
    if (isBack(seat)) {
      seat.tab().flood(FLOOD);
    }
    glance(seat);
  }

  private void go(Act.Go go) throws InterruptedException, ExecutionException, TimeoutException {
    site.awaitOne();
    if (site.send(go.server())) {
      seat(go.tab()).tab().meet();
      site.sendAnywhere();
      happened(Trouble.RETURN);
    }
  }

  private void fork(Act.Fork fork) {
    Seat original = seat(fork.tab());
    if (!isBack(original)) {
      return;
    }
    original
        .tab()
        .duplicate(desk, String.valueOf(fork.place()))
        .ifPresent(
            copied -> {
              leave(fork.place());
              seats.put(fork.place(), new Seat(copied.tab(), new Watch(copied.atMs()), fork.tab()));
              happened(Trouble.FORK);
            });
  }

  /**
   * Whether a copy of it has not joined yet. A tab that lets go of its instance just then would
   * find the copy in its place.
   */
  private boolean isBeingCopied(int place) {
    return seats.values().stream()
        .filter(seat -> seat.original() == place)
        .peek(this::glance)
        .anyMatch(seat -> !seat.watch().hasJoined());
  }

  /** A copy's user closes it. */
  private void leave(int place) {
    Seat seat = seats.remove(place);
    if (seat != null) {
      glance(seat);
      seat.tab().close();
      left.add(seat);
    }
  }

  private Seat seat(int place) {
    return Objects.requireNonNull(seats.get(place), "a tab that is always there");
  }

  /** All that are there, and those that were closed. */
  private Stream<Seat> everyone() {
    return Stream.concat(seats.values().stream(), left.stream());
  }

  private void happened(Trouble trouble) {
    troubles.merge(trouble, 1, Integer::sum);
  }

  private void meet(Act.Meet meet)
      throws InterruptedException, ExecutionException, TimeoutException {
    site.awaitOne();
    List<Tab> tabs = meet.tabs().stream().map(tab -> seat(tab).tab()).toList();
    tabs.forEach(Tab::wake);
    tabs.forEach(Tab::meet);
  }

  // --- what happens to the browser

  private void killBrowser() {
    if (System.nanoTime() - startNanos < MIN_BROWSER_AGE.toNanos()) {
      trace.add("browser", "is too young to be killed");
      return;
    }
    happened(Trouble.BROWSER);
    trace.add("browser", "is killed");
    List.copyOf(seats.keySet()).stream().filter(at -> at >= Plan.TABS).forEach(this::leave);
    seats.values().forEach(this::glance);
    desk.kill();
    long now = System.currentTimeMillis();
    seats.values().forEach(seat -> seat.watch().browserIsKilled(now));
    desk.restore(seats.values().stream().map(Seat::tab).toList());
  }

  /** Whether it is known what is left of what the user did, if the browser was killed. */
  private boolean isBack(Seat seat) {
    if (seat.watch().awaitsComeback()) {
      glance(seat);
    }
    return !seat.watch().awaitsComeback();
  }

  // --- what comes of it

  private void glance(Seat seat) {
    examination.glance(seat.tab(), seat.watch());
  }

  private void check(Act.Check check)
      throws InterruptedException, ExecutionException, TimeoutException {
    site.settle();
    seats.values().forEach(seat -> examination.examine(seat.tab(), seat.watch(), check.wakes()));
    if (site.hasSaid(NOT_EXACT)) {
      tally.isWrong("A server says: " + NOT_EXACT);
    }
    System.out.println("after " + line());
    if (site.slowDrains() > 0) {
      System.out.println(
          "(%d servers had to be killed as they drained)".formatted(site.slowDrains()));
    }
    System.out.println(
        "(%d promises were settled, %d of them undefined)"
            .formatted(sum(Promises::settled), sum(Promises::undefined)));
    if (!told().isEmpty()) {
      System.out.println("(tabs were told: %s)".formatted(told()));
    }
  }

  private int sum(ToIntFunction<Promises> count) {
    return count(watch -> count.applyAsInt(watch.promises()));
  }

  private int count(ToIntFunction<Watch> count) {
    return everyone().map(Seat::watch).mapToInt(count).sum();
  }

  /** What tabs were told, and how often. */
  private Map<String, Integer> told() {
    Map<String, Integer> all = new TreeMap<>();
    everyone()
        .forEach(
            seat -> seat.watch().told().forEach((what, n) -> all.merge(what, n, Integer::sum)));
    return all;
  }

  /** Whether all of the plan was executed, and nothing was wrong. */
  boolean isClean() {
    return complete && tally.isClean();
  }

  String line() {
    StringBuilder line = new StringBuilder().append(site.kills()).append(" kills, ");
    Map<Trouble, Integer> all = new EnumMap<>(troubles);
    if (site.freezes() > 0) {
      all.put(Trouble.FREEZE, site.freezes());
    }
    if (site.jumps() > 0) {
      all.put(Trouble.CLOCK, site.jumps());
    }
    if (site.upsets() > 0) {
      line.append(site.upsets()).append(" upsets of the store, ");
    }
    all.forEach(
        (trouble, times) -> line.append(times).append(' ').append(trouble.plural).append(", "));
    long events = everyone().mapToLong(seat -> seat.tab().ledger().deeds()).sum();
    line.append(count(Watch::sleeps)).append(" sleeps, ");
    line.append(count(Watch::wakes)).append(" wakes, ");
    return tally.line(line.append("%d cuts, %d events".formatted(site.cuts(), events)).toString());
  }

  /** All there is to find out what was wrong. */
  String report() {
    String errors =
        everyone()
            .map(seat -> seat.tab().name() + ": " + seat.tab().errors())
            .collect(Collectors.joining("\n"));
    return String.join(
        "\n",
        "--- the last that happened",
        trace.toString(),
        "--- the last servers",
        site.logs(),
        "--- errors of the pages",
        errors,
        "--- findings" + (complete || !tally.isClean() ? "" : " (none; the run came to no end)"),
        String.join("\n", tally.findings()));
  }
}
