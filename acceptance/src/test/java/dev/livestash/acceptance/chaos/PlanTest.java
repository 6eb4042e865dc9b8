package dev.livestash.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.acceptance.chaos.Act.Gesture;
import dev.livestash.acceptance.chaos.Settings.Fence;
import dev.livestash.acceptance.e2e.Redis;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final List<Act> PLAN = Plan.of(new Settings(200, 1, 1, Fence.LOCAL));

  private static <A extends Act> List<A> all(Class<A> type) {
    return PLAN.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Test
  void sameSeedMakesTheSamePlanAndAnotherSeedAnother() {
    assertThat(Plan.of(new Settings(200, 1, 1, Fence.LOCAL))).isEqualTo(PLAN);
    assertThat(Plan.of(new Settings(200, 2, 1, Fence.LOCAL))).isNotEqualTo(PLAN);
  }

  @Test
  void shorterPlanIsTheBeginningOfALongerOne() {
    List<Act> shorter = Plan.of(new Settings(20, 1, 1, Fence.LOCAL));

    assertThat(PLAN).startsWith(shorter.toArray(Act[]::new));
  }

  @Test
  void planKillsAsOftenAsAskedAndLooksInBetweenAndAtItsEnd() {
    assertThat(all(Act.Kill.class)).hasSize(200);
    assertThat(all(Act.Check.class)).hasSize(10);
    assertThat(PLAN.get(PLAN.size() - 1)).isInstanceOf(Act.Check.class);
  }

  @Test
  void redisSuffersFromEverythingWhereThereIsOne() {
    List<Act> plan = Plan.of(new Settings(200, 1, 1, Fence.REDIS));

    assertThat(plan.stream().filter(Act.Upset.class::isInstance).map(Act.Upset.class::cast))
        .extracting(Act.Upset::ailment)
        .contains(Redis.Ailment.values());
    assertThat(all(Act.Upset.class)).isEmpty();
  }

  @Test
  void whatIsTypedIsUnique() {
    assertThat(all(Act.Use.class)).extracting(Act.Use::serial).doesNotHaveDuplicates();
  }

  @Test
  void everyGestureAndEveryFaultHappensInEveryTab() {
    for (int tab = 0; tab < Plan.TABS; tab++) {
      int one = tab;
      assertThat(all(Act.Use.class).stream().filter(use -> use.tab() == one))
          .extracting(Act.Use::gesture)
          .contains(Gesture.values());
    }
    Stream<Fault> faults = all(Act.Harm.class).stream().map(Act.Harm::fault);
    assertThat(faults).extracting(Fault::kind).contains(Fault.Kind.values());
    assertThat(all(Act.Drain.class)).isNotEmpty();
    assertThat(all(Act.Meet.class)).isNotEmpty();
  }
}
