package dev.livestash.acceptance.chaos;

import dev.livestash.acceptance.chaos.Act.Gesture;
import dev.livestash.acceptance.e2e.Redis;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * All that happens in a run, in order. It follows from the settings alone; only what falls together
 * with what differs from run to run.
 */
final class Plan {
  static final int TABS = 4;

  private static final int KILLS_BETWEEN_CHECKS = 20;
  private static final int AT_ONCE_MS = 8;
  private static final int SOON_MS = 60;
  private static final int MAX_DOWN_MS = 600;
  private static final double DRAINS_FOR_EACH_KILL = 0.2;
  private static final double UPSETS_FOR_EACH_KILL = 0.3;
  private static final int MAX_UPSET_MS = 3_000;
  private static final double FAULTS_FOR_EACH_USE = 0.4;
  private static final double MEETING_SHARE = 0.7;

  /** Of a hundred gestures. */
  private static final List<Gesture> GESTURES =
      IntStream.range(0, 100).mapToObj(Plan::gesture).toList();

  private final Random random;
  private final boolean isShared;
  private final List<Act> acts = new ArrayList<>();
  private int serial;

  private Plan(Settings settings) {
    this.random = new Random(settings.seed());
    this.isShared = settings.fence() == Settings.Fence.REDIS;
  }

  static List<Act> of(Settings settings) {
    Plan plan = new Plan(settings);
    for (int kill = 1; kill <= settings.kills(); kill++) {
      plan.oneKill();
      if (kill % KILLS_BETWEEN_CHECKS == 0 || kill == settings.kills()) {
        plan.acts.add(new Act.Check(plan.random.nextBoolean()));
      }
    }
    return List.copyOf(plan.acts);
  }

  private void oneKill() {
    if (isShared && random.nextDouble() < UPSETS_FOR_EACH_KILL) {
      Redis.Ailment ailment = Redis.Ailment.random(random);
      acts.add(new Act.Upset(ailment, moment(), random.nextInt(MAX_UPSET_MS)));
    }
    use(2 + random.nextInt(5));
    if (random.nextDouble() < DRAINS_FOR_EACH_KILL) {
      acts.add(new Act.Drain(random.nextDouble(), moment()));
      use(1 + random.nextInt(3));
    }
    acts.add(new Act.Kill(random.nextDouble(), moment(), random.nextInt(MAX_DOWN_MS)));
    use(1 + random.nextInt(4));
    acts.add(
        new Act.Meet(
            IntStream.range(0, TABS)
                .filter(tab -> random.nextDouble() < MEETING_SHARE)
                .boxed()
                .toList()));
  }

  private void use(int times) {
    for (int i = 0; i < times; i++) {
      if (random.nextDouble() < FAULTS_FOR_EACH_USE) {
        acts.add(new Act.Harm(Fault.random(random), random.nextDouble(), moment()));
      }
      Gesture gesture = GESTURES.get(random.nextInt(GESTURES.size()));
      acts.add(new Act.Use(random.nextInt(TABS), gesture, random.nextDouble(), ++serial));
    }
  }

  /** While the event is on its way, or a little later. */
  private int moment() {
    return random.nextInt(random.nextBoolean() ? AT_ONCE_MS : SOON_MS);
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
}
