package dev.livestash.acceptance.abuse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs each attack against a server with a small heap while many good tabs work in it, and says
 * what became of them. Ends with 0 if all of them held.
 */
public final class Abuse {
  private static final int QUIET_MILLIS = 5_000;

  private static final int RECOVERY_MILLIS = 2_000;

  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private final VictimProcess victim;
  private final Crowd crowd;
  private final long seconds;

  private Abuse(VictimProcess victim, Crowd crowd, long seconds) {
    this.victim = victim;
    this.crowd = crowd;
    this.seconds = seconds;
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
        Crowd crowd = new Crowd(tabs, victim.port())) {
      System.out.printf("%d good tabs are live; %d MiB%n", crowd.live(), victim.heapMiB());
      if (crowd.live() < tabs) {
        System.out.printf("All %d have to be: nothing is measured.%n", tabs);
        holds = false;
      } else {
        crowd.edit(tabs / 10 + 1);
        holds = new Abuse(victim, crowd, seconds).run(only);
      }
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
    System.out.print(Row.heading());
    crowd.ends();
    Map<String, Attacks.Way> first = Attacks.all();
    for (Map.Entry<String, Attacks.Way> way : Attacks.all().entrySet()) {
      if (victim.isAlive() && way.getKey().contains(only)) {
        warmUp(Objects.requireNonNull(first.get(way.getKey()), "the same ones"));
        rows.add(suffer(way.getKey(), way.getValue()));
        System.out.println(rows.get(rows.size() - 1).text());
      }
    }
    long wrong = crowd.wrongInTheEnd();
    System.out.printf("%d events of good tabs are lost or doubled%n", wrong);
    System.out.println(victim.isAlive() ? "The server lives." : "The server is DEAD.");
    return victim.isAlive() && wrong == 0 && !rows.isEmpty() && rows.stream().allMatch(Row::holds);
  }

  /** What is done for the first time is compiled meanwhile, which takes a core from everybody. */
  private void warmUp(Attacks.Way way) throws IOException, InterruptedException {
    try (Attack attack = new Attack(victim.port(), WARM_UP)) {
      way.deed().prepare(attack);
      attack.run(way.threads(), way.deed());
    }
    Thread.sleep(RECOVERY_MILLIS);
  }

  private Row suffer(String name, Attacks.Way way) throws IOException, InterruptedException {
    crowd.waits();
    Thread.sleep(QUIET_MILLIS);
    Crowd.Waits before = crowd.waits();
    Crowd.Waits during;
    String deeds;
    long held;
    Duration time = Duration.ofSeconds(Math.max(seconds, way.leastSeconds()));
    try (Attack attack = new Attack(victim.port(), time)) {
      way.deed().prepare(attack);
      crowd.waits();
      crowd.comeAndGo(time);
      attack.run(way.threads(), way.deed());
      during = crowd.waits();
      held = victim.heapMiB();
      deeds = attack.deeds();
      crowd.awaitComing();
    }
    Group.Ends ends = crowd.ends();
    Thread.sleep(RECOVERY_MILLIS);
    crowd.dismissNewcomers();
    return new Row(
        name,
        deeds,
        new Row.Waited(before.attacked(), during.attacked()),
        new Row.Waited(before.beside(), during.beside()),
        ends,
        held,
        victim.heapMiB());
  }
}
