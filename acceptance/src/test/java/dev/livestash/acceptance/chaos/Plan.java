package dev.livestash.acceptance.chaos;

import dev.livestash.acceptance.chaos.Act.Gesture;
import dev.livestash.acceptance.chaos.Deed.Effect;
import dev.livestash.acceptance.e2e.Ailment;
import dev.livestash.demo.Mischief;
import dev.livestash.demo.Victim;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * All that happens in a run, in order. It follows from the settings alone; only what falls together
 * with what differs from run to run.
 */
final class Plan {
  /** The tabs that are there from the beginning; copies have the places behind them. */
  static final int TABS = 4;

  private static final int MAX_COPIES = 2;
  private static final int MAX_NOTE_MS = 1_000;
  private static final List<Integer> RETURN = List.of(0, 1, 0);
  private static final int USES_OF_A_COPY = 2;

  private static final int KILLS_BETWEEN_CHECKS = 20;
  private static final int AT_ONCE_MS = 8;
  private static final int SOON_MS = 60;
  private static final int MAX_DOWN_MS = 600;
  private static final double DRAINS_FOR_EACH_KILL = 0.2;
  private static final double UPSETS_FOR_EACH_KILL = 0.3;
  private static final int MAX_UPSET_MS = 3_000;
  private static final double FAULTS_FOR_EACH_USE = 0.4;
  private static final double MEETING_SHARE = 0.7;

  /** Longer than a tab waits for a word of its server. */
  private static final int FREEZE_MS = 40_000;

  /** More than a token may have. */
  private static final int BALLAST_CHARS = Victim.MAX_TOKEN_BYTES + (100 << 10);

  /** Together longer than a browser waits until it writes. */
  private static final int QUIET_ROUNDS = 15;

  private static final int PAUSE_MS = 2_000;

  private static final double FLOODS_FOR_EACH_GROWTH = 0.15;

  /**
   * More of them, at this pace, would rightly have a handler accused that takes longer than a
   * server lives.
   */
  private static final int MAX_KILLS_IN_A_NAP = 2;

  /**
   * In hours, of which a token lives for 24. A server that has seen its clock jump lets nothing
   * expire before any of the times that it has had, and issues nothing before any of them: so there
   * is no jump, nor a sum of them, that should cost anything, here or on another server.
   */
  private static final List<Integer> JUMPS = List.of(1, -1, 24, -24, 25);

  /** Of a hundred gestures. */
  private static final List<Gesture> GESTURES =
      IntStream.range(0, 100).mapToObj(Plan::gesture).toList();

  private final Settings settings;
  private final Random random;
  private final boolean isShared;

  /** Whether a tab's state always rests in what servers share. */
  private final boolean isRest;

  private final List<Act> acts = new ArrayList<>();

  /** The tabs in which a handler may sleep that nobody has waited for. */
  private final Set<Integer> napping = new HashSet<>();

  /** Since the first of them fell asleep. */
  private int killsWhileNapping;

  /** Where copies are. */
  private final Set<Integer> copies = new TreeSet<>();

  /** Whether a state may rest there, for it is too large for a tab. */
  private boolean mayBeHeavy;

  private int serial;

  private Plan(Settings settings) {
    this.settings = settings;
    this.random = new Random(settings.seed());
    this.isRest = settings.restsOnServers(TABS - 1);
    this.isShared = settings.fence() != Settings.Fence.LOCAL;
  }

  static List<Act> of(Settings settings) {
    Plan plan = new Plan(settings);
    for (int kill = 1; kill <= settings.kills(); kill++) {
      plan.oneKill();
      if (kill % KILLS_BETWEEN_CHECKS == 0 || kill == settings.kills()) {
        plan.acts.add(new Act.Check(plan.random.nextBoolean()));
        plan.nobodyNaps();
        plan.mayBeHeavy = false;
      }
    }
    return List.copyOf(plan.acts);
  }

  private void oneKill() {
    // Dice of its own, so that the rest is the same without it.
    Random dice = new Random(random.nextLong());
    trouble(dice);
    copies.forEach(copy -> use(copy, dice));
    if (isShared && random.nextDouble() < UPSETS_FOR_EACH_KILL) {
      Ailment ailment = bearable(Ailment.random(random));
      acts.add(new Act.Upset(ailment, moment(random), random.nextInt(MAX_UPSET_MS)));
    }
    use(2 + random.nextInt(5));
    if (random.nextDouble() < DRAINS_FOR_EACH_KILL) {
      acts.add(new Act.Drain(random.nextDouble(), moment(random)));
      use(1 + random.nextInt(3));
    }
    acts.add(new Act.Kill(random.nextDouble(), moment(random), random.nextInt(MAX_DOWN_MS)));
    if (!napping.isEmpty() && ++killsWhileNapping == MAX_KILLS_IN_A_NAP) {
      calm();
    }
    use(1 + random.nextInt(4));
    acts.add(
        new Act.Meet(
            IntStream.range(0, TABS)
                .filter(tab -> random.nextDouble() < MEETING_SHARE)
                .boxed()
                .toList()));
  }

  /** What rests in a store that forgets is lost, which is no secret. */
  private Ailment bearable(Ailment ailment) {
    return ailment == Ailment.FORGETS && (mayBeHeavy || isRest) ? Ailment.DIES : ailment;
  }

  private void use(int times) {
    for (int i = 0; i < times; i++) {
      if (random.nextDouble() < FAULTS_FOR_EACH_USE) {
        acts.add(new Act.Harm(Faults.random(random), random.nextDouble(), moment(random)));
      }
      use(random.nextInt(TABS), random);
    }
  }

  private void use(int tab, Random dice) {
    Gesture gesture = GESTURES.get(dice.nextInt(GESTURES.size()));
    acts.add(new Act.Use(tab, gesture, dice.nextDouble(), ++serial));
  }

  /** While the event is on its way, or a little later. */
  private static int moment(Random dice) {
    return dice.nextInt(dice.nextBoolean() ? AT_ONCE_MS : SOON_MS);
  }

  private static Gesture gesture(int i) {
    if (i < 45) {
      return Gesture.EDIT;
    } else if (i < 70) {
      return Gesture.APPEND;
    } else if (i < 80) {
      return Gesture.SORT;
    } else if (i < 89) {
      return Gesture.UNDO;
    }
    return i < 95 ? Gesture.REDO : Gesture.RELOAD;
  }

  // --- troubles

  private void trouble(Random dice) {
    for (Trouble trouble : Trouble.values()) {
      Random own = new Random(dice.nextLong());
      if (own.nextDouble() < trouble.forEachKill && !settings.without().contains(trouble)) {
        switch (trouble) {
          case FREEZE -> freeze(own);
          case SLEEP -> sleep(own);
          case THROW -> ask(own, own.nextInt(TABS), Mischief.error(own), Effect.NONE);
          case GROWTH -> grow(own);
          case BROWSER -> killBrowser(own);
          case NOTE -> note(own);
          case FORK -> fork(own);
          case RETURN -> goAndReturn(own);
          case CLOCK -> acts.add(new Act.Jump(own.nextDouble(), moment(own), jump(own)));
          case IDLE, SAME, STORE, PROMISES ->
              throw new IllegalStateException("That does not happen.");
        }
      }
    }
  }

  private void freeze(Random dice) {
    acts.add(new Act.Freeze(dice.nextDouble(), moment(dice), FREEZE_MS));
    useOthers(dice, -1);
    if (dice.nextBoolean()) {
      // Else it is killed, most likely, and never goes on.
      calm();
    }
  }

  /** Undisturbed, so that it is known what must come of it; or not, so that anything may. */
  private void sleep(Random dice) {
    int tab = dice.nextInt(TABS);
    Nap nap = Nap.random(dice);
    if (dice.nextBoolean()) {
      calm();
      ask(dice, tab, nap.mischief(), nap.effect());
      useOthers(dice, tab);
      calm();
    } else if (napping.add(tab)) {
      ask(dice, tab, nap.mischief(), Effect.FULL_OR_NONE);
    }
  }

  private void grow(Random dice) {
    int tab = dice.nextInt(TABS);
    int chars = dice.nextBoolean() ? BALLAST_CHARS : 0;
    mayBeHeavy = true;
    ask(dice, tab, new Mischief(Mischief.Kind.GROW, chars), Effect.BALLAST);
    if (chars > 0 && dice.nextDouble() < FLOODS_FOR_EACH_GROWTH) {
      acts.add(new Act.Flood(tab));
    }
  }

  /**
   * With its newest events on their way. What it has written by then is of another server's time;
   * or, after some quiet work, of the same.
   */
  private void killBrowser(Random dice) {
    if (dice.nextBoolean()) {
      calm();
      for (int i = 0; i < QUIET_ROUNDS; i++) {
        useOthers(dice, -1);
        acts.add(new Act.Pause(PAUSE_MS));
      }
    }
    useOthers(dice, -1);
    copies.clear();
    acts.add(new Act.KillBrowser());
  }

  /** With the newest events of the original on their way. */
  private void fork(Random dice) {
    int tab = dice.nextInt(TABS);
    int copy = TABS + dice.nextInt(MAX_COPIES);
    use(tab, dice);
    acts.add(new Act.Fork(tab, copy));
    copies.add(copy);
    for (int i = 0; i < USES_OF_A_COPY; i++) {
      use(copy, dice);
      use(tab, dice);
    }
  }

  private void note(Random dice) {
    Mischief mischief = new Mischief(Mischief.Kind.NOTE, dice.nextInt(MAX_NOTE_MS));
    ask(dice, dice.nextInt(TABS), mischief, Effect.FULL);
  }

  private void goAndReturn(Random dice) {
    int tab = dice.nextInt(TABS);
    for (int server : RETURN) {
      acts.add(new Act.Go(tab, server));
      use(tab, dice);
    }
  }

  private static int jump(Random dice) {
    return JUMPS.get(dice.nextInt(JUMPS.size()));
  }

  private void ask(Random dice, int tab, Mischief mischief, Effect effect) {
    acts.add(new Act.Ask(tab, mischief, effect, dice.nextDouble(), ++serial));
  }

  private void useOthers(Random dice, int tab) {
    for (int other = 0; other < TABS; other++) {
      if (other != tab) {
        use(other, dice);
      }
    }
  }

  private void calm() {
    acts.add(new Act.Calm());
    nobodyNaps();
  }

  private void nobodyNaps() {
    napping.clear();
    killsWhileNapping = 0;
  }
}
