package dev.livestash.internal.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes breadth first to every world that a scenario can lead to, and checks each. */
final class Explorer {
  private final Scenario scenario;
  private final Servers servers;
  private final Moves moves;
  private final Steps steps;
  private final Checks checks;
  private final SeenWorlds seen = new SeenWorlds();
  private final Deque<Visit> frontier = new ArrayDeque<>();
  private int atRest;

  Explorer(Scenario scenario, Servers servers) {
    this.scenario = scenario;
    this.servers = servers;
    this.moves = new Moves(scenario);
    this.steps = new Steps(scenario, servers);
    this.checks = new Checks(scenario);
  }

  /** A world that was reached, and how. */
  private record Visit(World world, @Nullable Path path) {}

  private record Path(@Nullable Path before, Move move) {}

  /**
   * What was found.
   *
   * @param states how many different worlds were seen
   * @param atRest in how many of them nothing is left to be done
   * @param realSteps how many different steps of a node there are in them
   * @param said how joins were answered, why sockets were closed, and whether there were patches
   * @param violation what must never be, if it is
   * @param trace the moves that lead there
   */
  record Found(
      int states,
      int atRest,
      int realSteps,
      Set<String> said,
      Optional<Violation> violation,
      List<String> trace) {}

  Found explore() {
    add(World.start(scenario), null);
    while (!frontier.isEmpty()) {
      Visit visit = frontier.remove();
      Path path = visit.path();
      try {
        check(visit.world());
        for (Move move : moves.from(visit.world())) {
          path = new Path(visit.path(), move);
          add(steps.apply(visit.world(), move), path);
        }
      } catch (Violation violation) {
        return found(Optional.of(violation), trace(path));
      }
    }
    return found(Optional.empty(), List.of());
  }

  private void add(World world, @Nullable Path path) {
    seen.add(world).ifPresent(known -> frontier.add(new Visit(known, path)));
  }

  private void check(World world) {
    checks.world(world);
    if (checks.isAtRest(world)) {
      atRest++;
      checks.rest(world);
    }
  }

  private Found found(Optional<Violation> violation, List<String> trace) {
    return new Found(seen.size(), atRest, servers.steps(), servers.said(), violation, trace);
  }

  private List<String> trace(@Nullable Path path) {
    Deque<Move> way = new ArrayDeque<>();
    for (Path at = path; at != null; at = at.before()) {
      way.push(at.move());
    }
    List<String> trace = new ArrayList<>();
    World world = World.start(scenario);
    while (!way.isEmpty()) {
      Move move = way.pop();
      trace.add(Traces.line(world, move));
      // The last one may be the one that cannot be made.
      world = way.isEmpty() ? world : steps.apply(world, move);
    }
    return trace;
  }
}
