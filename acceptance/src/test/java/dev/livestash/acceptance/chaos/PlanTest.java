package dev.livestash.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.acceptance.chaos.Act.Gesture;
import dev.livestash.acceptance.chaos.Deed.Effect;
import dev.livestash.acceptance.chaos.Settings.Fence;
import dev.livestash.acceptance.e2e.Ailment;
import dev.livestash.demo.Mischief;
import dev.livestash.testkit.Fault;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlanTest {
  private static final List<Act> PLAN = Plan.of(settings(200, 1, Fence.LOCAL));

  private static Settings settings(int kills, long seed, Fence fence, Trouble... without) {
    return new Settings(kills, seed, 1, fence, Settings.Sleepers.HALF, Set.of(without));
  }

  private static <A extends Act> List<A> all(Class<A> type) {
    return only(PLAN, type);
  }

  private static <A extends Act> List<A> only(List<Act> plan, Class<A> type) {
    return plan.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Test
  void sameSeedMakesTheSamePlanAndAnotherSeedAnother() {
    assertThat(Plan.of(settings(200, 1, Fence.LOCAL))).isEqualTo(PLAN);
    assertThat(Plan.of(settings(200, 2, Fence.LOCAL))).isNotEqualTo(PLAN);
  }

  @Test
  void shorterPlanIsTheBeginningOfALongerOne() {
    List<Act> shorter = Plan.of(settings(20, 1, Fence.LOCAL));

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
    List<Act> plan = Plan.of(settings(200, 1, Fence.REDIS, Trouble.STORE));

    assertThat(plan.stream().filter(Act.Upset.class::isInstance).map(Act.Upset.class::cast))
        .extracting(Act.Upset::ailment)
        .contains(Ailment.values());
    assertThat(all(Act.Upset.class)).isEmpty();
  }

  @Test
  void redisForgetsNothingThatMayRestInIt() {
    boolean mayBeHeavy = false;
    for (Act act : Plan.of(settings(200, 1, Fence.REDIS, Trouble.STORE))) {
      if (act instanceof Act.Upset upset && mayBeHeavy) {
        assertThat(upset.ailment()).isNotEqualTo(Ailment.FORGETS);
      }
      boolean isGrowth = act instanceof Act.Ask ask && Trouble.of(ask.mischief()) == Trouble.GROWTH;
      mayBeHeavy = isGrowth || (mayBeHeavy && !(act instanceof Act.Check));
    }
  }

  @Test
  void redisForgetsNothingWhereATabsStateAlwaysRestsInIt() {
    assertThat(only(Plan.of(settings(200, 1, Fence.REDIS)), Act.Upset.class))
        .isNotEmpty()
        .noneMatch(upset -> upset.ailment() == Ailment.FORGETS);
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

  @Test
  void everyTroubleHappens() {
    assertThat(all(Act.Freeze.class)).isNotEmpty();
    assertThat(all(Act.Flood.class)).isNotEmpty();
    assertThat(all(Act.Jump.class)).extracting(Act.Jump::hours).contains(1, -1, 24, -24, 25);
    assertThat(all(Act.KillBrowser.class)).isNotEmpty();
    assertThat(all(Act.Ask.class))
        .extracting(ask -> ask.mischief().kind())
        .contains(Mischief.Kind.values());
    assertThat(all(Act.Ask.class)).extracting(Act.Ask::effect).contains(Effect.values());
  }

  @Test
  void copiesAreMadeAndWorkedInUntilTheBrowserIsKilled() {
    assertThat(all(Act.Fork.class)).isNotEmpty();
    Set<Integer> copies = new HashSet<>();
    int uses = 0;
    for (Act act : PLAN) {
      if (act instanceof Act.Fork fork) {
        copies.add(fork.place());
      } else if (act instanceof Act.KillBrowser) {
        copies.clear();
      } else if (act instanceof Act.Use use && use.tab() >= Plan.TABS) {
        assertThat(copies).contains(use.tab());
        uses++;
      }
    }
    assertThat(uses).isGreaterThan(2 * all(Act.Fork.class).size());
  }

  @Test
  void tabsGoToAnotherServerAndComeBack() {
    List<Integer> servers = all(Act.Go.class).stream().map(Act.Go::server).toList();
    assertThat(servers).startsWith(0, 1, 0).hasSizeGreaterThan(3);
  }

  @Test
  void nobodyHasToWaitForTwoNapsInOneTab() {
    Set<Integer> napping = new HashSet<>();
    for (Act act : PLAN) {
      if (act instanceof Act.Check || act instanceof Act.Calm) {
        napping.clear();
      } else if (act instanceof Act.Ask ask && Trouble.of(ask.mischief()) == Trouble.SLEEP) {
        assertThat(napping.add(ask.tab())).isTrue();
      }
    }
  }

  /** A handler that takes longer than a server lives is rightly poisoned, which proves nothing. */
  @Test
  void noNapLastsForMoreThanTwoKills() {
    boolean isNapping = false;
    int kills = 0;
    int most = 0;
    for (Act act : PLAN) {
      if (act instanceof Act.Check || act instanceof Act.Calm) {
        isNapping = false;
        kills = 0;
      } else if (act instanceof Act.Ask ask && Trouble.of(ask.mischief()) == Trouble.SLEEP) {
        isNapping = true;
      } else if (act instanceof Act.Kill && isNapping) {
        most = Math.max(most, ++kills);
      }
    }
    assertThat(most).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Trouble.class)
  void planWithoutATroubleIsTheSameInAllElse(Trouble trouble) {
    List<Act> without = Plan.of(settings(200, 1, Fence.LOCAL, trouble));

    assertThat(only(without, Act.Kill.class)).isEqualTo(all(Act.Kill.class));
    assertThat(only(without, Act.Harm.class)).isEqualTo(all(Act.Harm.class));
    assertThat(without.size() < PLAN.size()).isEqualTo(trouble.forEachKill > 0);
  }
}
