package dev.livestash.acceptance.chaos;

import dev.livestash.acceptance.chaos.Deed.Effect;
import dev.livestash.demo.SheetModel.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the user has done in one tab, and so what the tab must hold. */
final class Ledger {
  /** More than a browser is late by. */
  private static final int MAX_CHAPTERS = 50;

  /** What the tab held once, and what led on from there. */
  private record Chapter(Content before, List<Deed> deeds) {}

  private Content settled;
  private final List<Deed> deeds = new ArrayList<>();
  private final Deque<Chapter> past = new ArrayDeque<>();
  private final Notes notes;
  private long number;
  private int done;

  /**
   * Begins with a state as it is.
   *
   * @param number the last event in it
   */
  Ledger(Content content, long number) {
    this(content, number, new Notes());
  }

  private Ledger(Content content, long number, Notes notes) {
    this.settled = content;
    this.number = number;
    this.notes = notes;
  }

  /** That of a tab which goes on from a state of this one's. */
  Ledger copy(Content content, long seen) {
    return new Ledger(content, seen, notes.copy());
  }

  /** What servers have noted. */
  Notes notes() {
    return notes;
  }

  void add(Deed deed) {
    deeds.add(deed);
    notes.add(deed);
    number++;
    done++;
  }

  /**
   * The page had no room for something that the user did, and has said so: it is no event.
   *
   * @param text what it would have set a cell to; empty if it would not
   */
  void takeBack(String name, String text) {
    for (int i = deeds.size() - 1; i >= 0; i--) {
      Event event = deeds.get(i).event();
      if (event.name().equals(name) && event.data().path("value").asString("").equals(text)) {
        deeds.remove(i);
        number--;
        return;
      }
    }
  }

  /** How much the user has done in all, also what the tab has no part in any more. */
  int deeds() {
    return done;
  }

  /** The number of the last event. */
  long number() {
    return number;
  }

  int edition() {
    return settled.sheet().edition();
  }

  /**
   * Compares with what the tab holds after event {@code seen}.
   *
   * @param told what the tab was told of its events
   */
  Difference compare(Content actual, long seen, Told told) {
    // What explains nothing is looked into only where nothing explains it: that takes its time.
    boolean isExplained =
        histories(told).anyMatch(history -> settled.after(history).equals(actual));
    Difference difference =
        isExplained
            ? Difference.NONE
            : histories(told)
                .map(history -> Difference.between(settled, history, actual))
                .min(Comparator.comparingInt(one -> one.lost() + one.doubled()))
                .orElseThrow();
    if (difference.equals(Difference.NONE) && seen != number) {
      // Events without an effect, such as undoing nothing.
      int more = (int) (seen - number);
      return new Difference(
          Math.max(0, -more), Math.max(0, more), "seen is %d, not %d".formatted(seen, number));
    }
    return difference;
  }

  /** A deed in a row of them, and what can have come of it instead. */
  private record Choice(int at, UnaryOperator<Deed> otherwise) {}

  /** All that can have come of it: each deed that may fail has, or has not. */
  private Stream<List<Deed>> histories(Told told) {
    List<Choice> choices =
        IntStream.range(0, deeds.size()).boxed().flatMap(i -> choices(i, told)).toList();
    return IntStream.range(0, 1 << choices.size()).mapToObj(chosen -> history(choices, chosen));
  }

  private Stream<Choice> choices(int i, Told told) {
    Stream<Choice> mayFail =
        mayFail(i, told) ? Stream.of(new Choice(i, Deed::failed)) : Stream.empty();
    return deeds.get(i).besides().isEmpty()
        ? mayFail
        : Stream.concat(mayFail, Stream.of(new Choice(i, Deed::alone)));
  }

  /** One that has succeeded, as far as the tab was told, must be there. */
  private boolean mayFail(int i, Told told) {
    long n = before() + 1 + i;
    return deeds.get(i).effect() == Effect.FULL_OR_NONE && !told.hasSucceeded(n);
  }

  private List<Deed> history(List<Choice> choices, int chosen) {
    List<Deed> history = new ArrayList<>(deeds);
    for (int i = 0; i < choices.size(); i++) {
      if ((chosen >> i & 1) == 1) {
        Choice choice = choices.get(i);
        history.set(choice.at, choice.otherwise.apply(history.get(choice.at)));
      }
    }
    return history;
  }

  /** Whether the state is heavy by something that nothing shows. */
  boolean isHeavy() {
    return !settled.after(deeds).ballast().isEmpty();
  }

  /** The state was found to be as expected: only who goes back asks what led to it. */
  void settle(Content actual) {
    past.add(new Chapter(settled, List.copyOf(deeds)));
    if (past.size() > MAX_CHAPTERS) {
      past.remove();
    }
    settled = actual;
    deeds.clear();
  }

  /** The tab goes on from an older state, and from the events behind it which it still knows of. */
  void rewind(Rewound rewound) {
    notes.forget();
    boolean isAllKnown = rewound.lost() + rewound.besides() == 0;
    // With the event before them, which they may come with.
    recall(Math.min(rewound.to(), isAllKnown ? number : rewound.seen() - 1));
    while (number > rewound.to()) {
      deeds.remove(deeds.size() - 1);
      number--;
    }
    int first = (int) Math.max(0, rewound.seen() - before());
    remove(first, rewound.lost());
    List<Deed> besides = remove(first, rewound.besides());
    if (first > 0 && !besides.isEmpty()) {
      deeds.set(first - 1, deeds.get(first - 1).with(besides));
    }
  }

  private List<Deed> remove(int first, long count) {
    List<Deed> removed = new ArrayList<>();
    while (removed.size() < count && first < deeds.size()) {
      removed.add(deeds.remove(first));
      number--;
    }
    return removed;
  }

  /** Remembers what the tab held at event {@code n}, and what led on from there. */
  private void recall(long n) {
    while (before() > n && !past.isEmpty()) {
      Chapter last = past.removeLast();
      settled = last.before();
      deeds.addAll(0, last.deeds());
    }
  }

  /** The last event in what is settled. */
  private long before() {
    return number - deeds.size();
  }
}
