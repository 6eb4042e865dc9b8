package dev.livestash.acceptance.abuse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs each attack against a server with a small heap while many good tabs work in it, and says
 * what became of them. Ends with 0 if all of them held.
 */
public final class Abuse {
  private static final int QUIET_SECONDS = 5;

  /** What there may be of a heap of 512 MB after a collection. */
  private static final long MAX_HEAP_MIB = 480;

  /** How much longer a good tab may wait while there is an attack. */
  private static final double MAX_SLOWDOWN = 3;

  /** Below this, nobody notices, and the machine says more than the server. */
  private static final double UNNOTICED_MILLIS = 50;

  private final VictimProcess victim;
  private final Crowd crowd;
  private final long seconds;

  private Abuse(VictimProcess victim, Crowd crowd, long seconds) {
    this.victim = victim;
    this.crowd = crowd;
    this.seconds = seconds;
  }

  /** What came of one attack. */
  private record Row(
      String name,
      String deeds,
      double before,
      Crowd.Watched during,
      long heldMiB,
      long afterMiB,
      boolean holds) {
    String text() {
      return String.format(
          Locale.ROOT,
          "%-30s %11s %9.1f %9.1f %9d %9d %7d %7d  %s",
          name,
          deeds,
          before,
          during.p99Millis(),
          heldMiB,
          afterMiB,
          during.closed(),
          during.turnedAway(),
          holds ? "held" : "FAILED");
    }
  }

  /**
   * Runs them.
   *
   * @param arguments {@code --tabs N}, {@code --seconds N} for each attack, {@code --only PART} of
   *     a name
   */
  public static void main(String... arguments) throws Exception {
    Path folder = Files.createTempDirectory("livestash-abuse");
    int tabs = Integer.parseInt(option(arguments, "--tabs", "1000"));
    long seconds = Long.parseLong(option(arguments, "--seconds", "10"));
    String only = option(arguments, "--only", "");
    boolean holds;
    try (VictimProcess victim = new VictimProcess(folder);
        Crowd crowd = new Crowd(tabs, victim.port(), tabs / 10 + 1)) {
      System.out.printf("%d good tabs are live; %d MiB%n", crowd.live(), victim.heapMiB());
      holds = new Abuse(victim, crowd, seconds).run(only);
    }
    System.exit(holds ? 0 : 1);
  }

  private static String option(String[] arguments, String name, String otherwise) {
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      if (arguments[i].equals(name)) {
        return arguments[i + 1];
      }
    }
    return otherwise;
  }

  private boolean run(String only) throws Exception {
    List<Row> rows = new ArrayList<>();
    System.out.printf(
        "%-30s %11s %9s %9s %9s %9s %7s %7s%n",
        "attack", "done/ended", "p99 ms", "during", "MiB held", "after", "ended", "away");
    for (Map.Entry<String, Attacks.Way> way : Attacks.all().entrySet()) {
      if (victim.isAlive() && way.getKey().contains(only)) {
        rows.add(suffer(way.getKey(), way.getValue()));
        System.out.println(rows.get(rows.size() - 1).text());
      }
    }
    long wrong = crowd.wrongInTheEnd();
    System.out.printf("%d events of good tabs are lost or doubled%n", wrong);
    System.out.println(victim.isAlive() ? "The server lives." : "The server is DEAD.");
    return victim.isAlive() && wrong == 0 && rows.stream().allMatch(Row::holds);
  }

  private Row suffer(String name, Attacks.Way way) throws IOException, InterruptedException {
    crowd.since();
    Thread.sleep(QUIET_SECONDS * 1000L);
    double before = crowd.since().p99Millis();
    long held;
    Crowd.Watched during;
    String deeds;
    try (Attack attack = new Attack(victim.port(), seconds)) {
      attack.run(way.threads(), way.deed());
      during = crowd.since();
      held = victim.heapMiB();
      deeds = attack.deeds();
    }
    Thread.sleep(2_000);
    long after = victim.heapMiB();
    boolean isSlow = !(during.p99Millis() <= Math.max(UNNOTICED_MILLIS, MAX_SLOWDOWN * before));
    boolean isLost = during.closed() > 0 || during.turnedAway() > 0 || held < 0;
    return new Row(
        name, deeds, before, during, held, after, !isSlow && !isLost && held < MAX_HEAP_MIB);
  }
}
