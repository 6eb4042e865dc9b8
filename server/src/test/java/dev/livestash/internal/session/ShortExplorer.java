package dev.livestash.internal.session;

import dev.livestash.internal.session.Explorer.Found;
import dev.livestash.view.Rewind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The explorer in a minute, for {@code ./dev mutants}: says after how many states it has found what
 * is wrong, and ends with 1 then.
 */
final class ShortExplorer {
  private static final int EXIT_FOUND = 1;

  /** What joins are answered with in these scenarios, if nothing is wrong. */
  static final Set<String> SAID =
      Set.of(
          "SERVICE_RESTART",
          "SUPERSEDED",
          "TRY_AGAIN_LATER",
          "adopted",
          "asleep",
          "forked",
          "needed",
          "new",
          "patch",
          "restored",
          "stale");

  private final Set<String> said = new TreeSet<>();
  private Optional<String> logged = Optional.empty();
  private long states;

  private ShortExplorer() {}

  /**
   * Runs it.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    ShortExplorer explorer = new ShortExplorer();
    Optional<String> found = explorer.explore(scenarios());
    System.out.println(
        explorer.states + " states: " + found.orElse("nothing wrong, " + explorer.said));
    System.exit(found.isPresent() ? EXIT_FOUND : 0);
  }

  /** The narrow ones first, in which most is found. */
  private static List<Scenario> scenarios() {
    Stream<Scenario> wider =
        Stream.of(
            new Scenario(1, 0, 0).withRewind(Rewind.REFUSE).withCopy(),
            new Scenario(1, 1, 0).withRewind(Rewind.REFUSE),
            new Scenario(1, 0, 1).withRewind(Rewind.REFUSE).withReplay(),
            new Scenario(1, 1, 0).withUnknownEvents(),
            new Scenario(1, 2, 0).withLateAnswers(),
            new Scenario(2, 1, 0).withReplay());
    return Stream.concat(ExplorerTest.small().stream(), wider).toList();
  }

  private Optional<String> explore(List<Scenario> scenarios) {
    Logger log = Logger.getLogger("dev.livestash");
    log.setUseParentHandlers(false);
    log.setLevel(Level.SEVERE);
    log.addHandler(new Errors());
    for (Scenario scenario : scenarios) {
      Optional<String> found = explore(scenario);
      if (found.isPresent()) {
        return found.map(what -> what + " with " + scenario);
      }
    }
    return said.equals(SAID) ? Optional.empty() : Optional.of("joins were answered: " + said);
  }

  private Optional<String> explore(Scenario scenario) {
    try {
      Found found = new Explorer(scenario, new Servers(scenario)).explore();
      states += found.states();
      said.addAll(found.said());
      boolean isRestless = found.violation().isEmpty() && found.atRest() == 0;
      return found
          .violation()
          .map(violation -> violation.kind().toString())
          .or(() -> logged)
          .or(() -> isRestless ? Optional.of("never at rest") : Optional.empty());
    } catch (RuntimeException failure) {
      // What the model takes for impossible is wrong, too.
      return Optional.of(failure.toString());
    }
  }

  /** A server that fails says so, also where no socket shows it. */
  private final class Errors extends Handler {
    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel().equals(Level.SEVERE) && logged.isEmpty()) {
        logged = Optional.of("the log says: " + entry.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
