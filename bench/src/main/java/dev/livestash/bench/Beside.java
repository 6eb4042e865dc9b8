package dev.livestash.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;

/**
 * Whether a view is disturbed by another one on the same server: how long its tabs wait while as
 * many handlers of the other view as it has tabs sleep, each for a minute, beside what they wait
 * while that view has no tabs. Both in turn, in one run. Server and clients share the machine's
 * cores.
 */
@NullMarked
final class Beside {
  private static final int TABS = 200;
  private static final int SLEEPERS = 32;
  private static final Duration SETTLE = Duration.ofSeconds(1);

  /**
   * How much is measured.
   *
   * @param warmUps how many pairs of rounds do not count
   * @param pairs how many do
   * @param round how long a round is
   */
  private record Plan(int warmUps, int pairs, Duration round) {
    static final Plan FULL = new Plan(2, 9, Duration.ofSeconds(10));
    static final Plan QUICK = new Plan(1, 5, Duration.ofSeconds(5));
  }

  /** What one kind of round has come to, in milliseconds. */
  private record P99(double event, double join) {}

  private final SleepyView sleepy = new SleepyView();
  private final Plan plan;

  private Beside(Plan plan) {
    this.plan = plan;
  }

  /** The arguments: perhaps {@code --quick}, and where the figures go as JSON. */
  public static void main(String[] args) throws IOException {
    boolean isQuick = List.of(args).contains(SampleBench.QUICK);
    new Beside(isQuick ? Plan.QUICK : Plan.FULL).measure().show(args);
  }

  private Figures measure() throws IOException {
    List<P99> alone = new ArrayList<>();
    List<P99> beside = new ArrayList<>();
    try (Server server = Server.beside(Sample.board("1KB").state(), sleepy);
        Crowd crowd = new Crowd(server.address(), TABS)) {
      for (int pair = 0; pair < plan.warmUps + plan.pairs; pair++) {
        alone.add(round(crowd, 0));
        beside.add(round(crowd, SLEEPERS));
      }
    }
    return figures(counted(alone), counted(beside));
  }

  private List<P99> counted(List<P99> rounds) {
    return rounds.subList(plan.warmUps, rounds.size());
  }

  /** The sleepers come when it has begun, so that it counts how they do. */
  private P99 round(Crowd crowd, int sleepers) throws IOException {
    var unused = crowd.use(SETTLE);
    crowd.openSleepers(sleepers);
    Crowd.Answers answers = crowd.use(plan.round);
    if (sleepy.asleep() != sleepers) {
      throw new IllegalStateException(
          "%d handlers sleep, not %d".formatted(sleepy.asleep(), sleepers));
    }
    crowd.closeSleepers();
    sleepy.wake();
    return new P99(answers.events().p99(), answers.joins().p99());
  }

  private static Figures figures(List<P99> alone, List<P99> beside) {
    Figures figures = new Figures();
    figures.put("beside_cores", Runtime.getRuntime().availableProcessors());
    figures.put("beside_tabs", TABS);
    figures.put("beside_sleepers", SLEEPERS);
    put(figures, "beside_event_p99", alone, beside, P99::event);
    put(figures, "beside_join_p99", alone, beside, P99::join);
    return figures;
  }

  private static void put(
      Figures figures,
      String name,
      List<P99> alone,
      List<P99> beside,
      Function<P99, Double> figure) {
    figures.put(name + "_idle_ms", Quartiles.median(alone.stream().mapToDouble(figure::apply)));
    figures.put(name + "_ms", Quartiles.median(beside.stream().mapToDouble(figure::apply)));
    figures.putQuartiles(
        name + "_ratio",
        "",
        Quartiles.of(
            IntStream.range(0, alone.size())
                .mapToDouble(i -> figure.apply(beside.get(i)) / figure.apply(alone.get(i)))));
  }
}
