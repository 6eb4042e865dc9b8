package dev.livestash.acceptance.chaos;

import dev.livestash.demo.Mischief;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the promises of a tab's events said, against what became of the events. */
final class Promises {
  /** The page's own reasons: the event was not handled, or its answer is not waited for. */
  private static final Set<String> OF_THE_PAGE = Set.of("closed", "reset", "full", "offline");

  /** Above so many, an event is poisoned. */
  private static final int MAX_TRIES = 4;

  /**
   * How one was settled.
   *
   * @param how {@code reply}, {@code nothing} or {@code rejected}
   * @param code why it was rejected
   * @param isHeard whether the page has received a reply to the event
   * @param mostTries how often it can have been tried, by what servers the page has lost meanwhile
   * @param name the event's name
   * @param text what it sets a cell to, if it does
   */
  record Settled(
      String how, String code, boolean isHeard, int mostTries, String name, String text) {
    static Settled of(String[] words) {
      String text = String.join(" ", Arrays.copyOfRange(words, 6, words.length));
      boolean isHeard = words[3].equals("heard");
      int mostTries = Integer.parseInt(words[4]);
      return new Settled(words[1], words[2], isHeard, mostTries, words[5], text);
    }

    boolean isRejected() {
      return how.equals("rejected");
    }
  }

  private final List<String> broken = new ArrayList<>();
  private final List<Settled> notTaken = new ArrayList<>();
  private int settled;
  private int undefined;

  void settled(Settled one) {
    // Volatile, and not to be missed: what is shown is asked for again.
    if (one.name().equals("window")) {
      return;
    }
    settled++;
    if (one.isRejected() && one.code().equals("full")) {
      notTaken.add(one);
    }
    boolean isNothing = one.how().equals("nothing");
    undefined += isNothing ? 1 : 0;
    if (isNothing && one.isHeard() && !one.text().isEmpty()) {
      broken.add("undefined, though a reply had come: " + one);
    } else if (!isAsDecided(one)) {
      broken.add("not as its handler has decided: " + one);
    }
  }

  private static boolean isAsDecided(Settled one) {
    if (one.isRejected() && OF_THE_PAGE.contains(one.code())) {
      return true;
    }
    Optional<Mischief.Kind> asked = Mischief.of(one.text()).map(Mischief::kind);
    boolean isThrown = asked.filter(Mischief.Kind.THROW::equals).isPresent();
    boolean isSlow =
        asked.filter(Set.of(Mischief.Kind.SLEEP, Mischief.Kind.DOZE)::contains).isPresent();
    if (isThrown) {
      return one.isRejected() && one.code().equals("failed");
    }
    return !one.isRejected() || (isSlow && (one.code().equals("timeout") || isPoisoned(one)));
  }

  /**
   * A nap spans two kills at most, but connections are cut besides; and where the tab finds another
   * server then, each of them may have died of the nap, for all that it knows (rule 8 of "what each
   * side stores" in PROTOCOL.md). So it is rightly poisoned, but only after as many of them.
   */
  private static boolean isPoisoned(Settled one) {
    return one.code().equals("poisoned") && one.mostTries() > MAX_TRIES;
  }

  /** What was not as it should be, since the last time this was asked. */
  List<String> fetchBroken() {
    List<String> fetched = List.copyOf(broken);
    broken.clear();
    return fetched;
  }

  /** What the page had no room for, so that it is no event, since the last time this was asked. */
  List<Settled> fetchNotTaken() {
    List<Settled> fetched = List.copyOf(notTaken);
    notTaken.clear();
    return fetched;
  }

  int settled() {
    return settled;
  }

  /** How many were settled without a reply, though every handler replies. */
  int undefined() {
    return undefined;
  }
}
