package dev.livestash.acceptance.chaos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Follows what a tab notes of itself (see {@code watch.js}), and finds where it ever goes back:
 * what it stores, what it is given at a join, what it is shown. And what it is told of its events.
 */
final class Watch implements Told {

  /** A snapshot in the tab's storage. */
  record Stored(String sid, long gen, long seq, long seen) {

    /** Reads the pointer: {@code <seen> <sid>.<gen>.<seq>}, the newest last. */
    static Stored of(String[] words) {
      String[] newest = words[words.length - 1].split("\\.", -1);
      return new Stored(
          newest[0],
          Long.parseLong(newest[1]),
          Long.parseLong(newest[2]),
          Long.parseLong(words[1]));
    }

    boolean follows(Stored last) {
      boolean newer = gen > last.gen || (gen == last.gen && seq > last.seq);
      return sid.equals(last.sid) && newer && seen >= last.seen;
    }
  }

  private final List<String> rollbacks = new ArrayList<>();
  private final Set<Long> answered = new HashSet<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private @Nullable Stored last;

  /** Takes what the tab has noted since the last time. */
  void read(String notes) {
    notes.lines().map(line -> line.split(" ", -1)).forEach(this::take);
  }

  private void take(String[] words) {
    switch (words[0]) {
      case "stored" -> stored(Stored.of(words));
      case "dropped" -> dropped();
      case "joined" -> joined(words[1], words[3], words[4], Long.parseLong(words[5]));
      case "render" -> shown(Long.parseLong(words[1]));
      case "answered" -> answered.add(Long.parseLong(words[1]));
      case "refused" -> refused(Long.parseLong(words[1]), words[2]);
      default -> {
        // Only worth reading after a failure.
      }
    }
  }

  private void stored(Stored next) {
    Stored before = last;
    if (before != null && !next.follows(before)) {
      rollbacks.add("stored " + next + " after " + before);
    }
    last = next;
  }

  private void dropped() {
    rollbacks.add("dropped " + last);
    last = null;
  }

  private void joined(String sid, String outcome, String reason, long seen) {
    Stored kept = last;
    if (kept != null && (outcome.equals("new") || !sid.equals(kept.sid) || seen < kept.seen)) {
      rollbacks.add(
          "joined %s as %s (%s) with seen %d, after %s"
              .formatted(sid, outcome, reason, seen, kept));
    }
  }

  private void shown(long seen) {
    Stored kept = last;
    if (kept != null && seen < kept.seen) {
      rollbacks.add("was shown what it was after event " + seen + ", after " + kept);
    }
  }

  private void refused(long n, String error) {
    answered.remove(n);
    refusals.merge(error, 1, Integer::sum);
  }

  @Override
  public boolean hasSucceeded(long n) {
    return answered.contains(n);
  }

  /** How many events the tab was told of that they have failed, by the word for why. */
  Map<String, Integer> refusals() {
    return refusals;
  }

  /** The snapshot that the tab stores now. */
  @Nullable Stored last() {
    return last;
  }

  List<String> rollbacks() {
    return rollbacks;
  }
}
