package dev.livestash.acceptance.chaos;

import dev.livestash.demo.Mischief;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a run can do without, by its name on the command line. */
enum Trouble {
  /** A server is stopped for a while, and then goes on as if nothing had been. */
  FREEZE(0.02, "freezes"),
  /** A handler takes longer than a tab waits for anything, or longer than it may. */
  SLEEP(0.08, "naps"),
  /** A handler throws what no handler should. */
  THROW(0.3, "errors"),
  /** A state grows over what can be stored, and shrinks again. */
  GROWTH(0.2, "growths"),
  /** The browser is killed, and started again with the tabs that it had. */
  BROWSER(0.03, "browsers"),
  /** A server changes a state by itself. */
  NOTE(0.3, "notes"),
  /** A tab is duplicated, and both are worked in. */
  FORK(0.3, "forks"),
  /** A tab goes to another server, and back again. */
  RETURN(0.1, "returns"),
  /** Each server's clock is another one, and is set while the server runs. */
  CLOCK(0.4, "clocks jumped"),
  /**
   * The sessions of half of the servers, or of all, sleep as soon as they are idle for a moment.
   */
  IDLE(0, "sleepers"),
  /**
   * Half of the servers leave states with their tabs, as in production, and do not look at them.
   */
  SAME(0, "trusting servers"),
  /** One tab's state rests in what the servers share, if they share anything. */
  STORE(0, "stores"),
  /** No trouble, but a check: of how the promises of events are settled. */
  PROMISES(0, "promises");

  /** How often it happens. */
  final double forEachKill;

  /** What several of it are called. */
  final String plural;

  Trouble(double forEachKill, String plural) {
    this.forEachKill = forEachKill;
    this.plural = plural;
  }

  /** What a mischief belongs to. */
  static Trouble of(Mischief mischief) {
    return switch (mischief.kind()) {
      case SLEEP, DOZE -> SLEEP;
      case THROW -> THROW;
      case GROW -> GROWTH;
      case NOTE -> NOTE;
    };
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All their names, with a separator. */
  static String words(String separator) {
    return Arrays.stream(values()).map(Trouble::word).collect(Collectors.joining(separator));
  }

  static Trouble of(String word) {
    return Arrays.stream(values())
        .filter(trouble -> trouble.word().equals(word))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("there is no trouble " + word));
  }
}
