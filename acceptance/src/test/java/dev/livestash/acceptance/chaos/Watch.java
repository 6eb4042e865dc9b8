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
  private final List<Rewound> rewounds = new ArrayList<>();
  private final Set<Long> answered = new HashSet<>();
  private final Map<String, Integer> told = new TreeMap<>();
  private final Promises promises = new Promises();
  private int sleeps;
  private int wakes;
  private @Nullable Stored last;
  private @Nullable Stored beforeKill;
  private boolean awaitsComeback;
  private boolean isUnprotected;
  private boolean isSilentlyOlder;
  private boolean holdsWhatWasWritten;
  private long found;

  /** Behind which event it goes on since it was told of an older state, until it stores one. */
  private long forkedAt;

  private long sinceMs;
  private long joinedMs;

  /** A tab that has just been opened. */
  Watch() {}

  /**
   * A tab that goes on from a copy of another one's storage.
   *
   * @param sinceMs what is noted there before this time was noted by the other one
   */
  Watch(long sinceMs) {
    this.sinceMs = sinceMs;
  }

  /** Takes what the tab has noted since the last time: each note with its time before it. */
  void read(String notes) {
    notes.lines().map(line -> line.split(" ", 2)).forEach(this::take);
  }

  private void take(String[] note) {
    long ms = Long.parseLong(note[0]);
    // What is older was brought back by a browser that was killed.
    if (ms >= sinceMs) {
      take(ms, note[1].split(" ", -1));
    }
  }

  private void take(long ms, String[] words) {
    switch (words[0]) {
      case "found" -> found = Long.parseLong(words[1]);
      case "stored" -> stored(Stored.of(words));
      case "dropped" -> dropped();
      case "joined" -> joined(ms, Join.of(words));
      case "render" -> shown(Long.parseLong(words[1]));
      case "answered" -> answered.add(Long.parseLong(words[1]));
      case "refused" -> refused(Long.parseLong(words[1]), words[2]);
      case "settled" -> promises.settled(Promises.Settled.of(words));
      case "asleep" -> sleeps++;
      case "wake" -> wakes++;
      case "dangling" -> rollbacks.add("points to " + words[1] + ", which is not there");
      case "unprotected" -> {
        isUnprotected = true;
        tell("unprotected: " + words[2]);
      }
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
    forkedAt = 0;
    holdsWhatWasWritten = false;
  }

  private void dropped() {
    rollbacks.add("dropped " + last);
    last = null;
  }

  private void shown(long seen) {
    Stored kept = last;
    if (kept != null && seen < kept.seen) {
      rollbacks.add("was shown what it was after event " + seen + ", after " + kept);
    }
  }

  private void refused(long n, String error) {
    answered.remove(n);
    tell("refused: " + error);
  }

  private void tell(String what) {
    told.merge(what, 1, Integer::sum);
  }

  // --- coming back

  /** What a tab was told when it joined. */
  private record Join(String sid, String outcome, String reason, long seen, long lost) {
    static Join of(String[] words) {
      return new Join(
          words[1], words[3], words[4], Long.parseLong(words[5]), Long.parseLong(words[6]));
    }

    /** Whether it was told that this is an older state than it has had. */
    boolean isRewound() {
      return outcome.equals("forked") && reason.equals("stale");
    }

    @Override
    public String toString() {
      return "joined %s as %s (%s) with seen %d".formatted(sid, outcome, reason, seen);
    }
  }

  private void joined(long ms, Join join) {
    if (awaitsComeback) {
      comesBack(join);
    } else if (join.isRewound() && forkedAt > 0) {
      // The server where it had forked is lost, before the tab held anything of that.
      rewound(join, Long.MAX_VALUE, Math.max(0, forkedAt - join.seen));
    } else if (join.isRewound() && isSilentlyOlder && !isBehind(join)) {
      // Told late: when it came back, no server knew what it had stored before.
      rewound(join, Long.MAX_VALUE);
    } else if (join.isRewound() && holdsWhatWasWritten) {
      // A session had the rest when it came back, and was lost before the tab held that again.
      rewound(join, Long.MAX_VALUE);
    } else if (join.isRewound() && join.lost > 0 && isUnprotected) {
      // What was in a server's memory only is lost, as the tab was told before that it may be.
      rewound(join, Long.MAX_VALUE);
    } else {
      Stored kept = last;
      boolean isOther = kept != null && !join.sid.equals(kept.sid);
      if (kept != null && (join.outcome.equals("new") || isOther || isBehind(join))) {
        rollbacks.add(join + ", after " + kept);
      }
    }
    joinedMs = ms;
    awaitsComeback = false;
  }

  private boolean isBehind(Join join) {
    return last != null && join.seen < last.seen;
  }

  /** After its browser was killed: what that had not written yet is the session's to know. */
  private void comesBack(Join join) {
    Stored kept = beforeKill;
    boolean isAllThere = kept == null || (join.sid.equals(kept.sid) && join.seen >= kept.seen);
    if (join.isRewound()) {
      tell("back from a killed browser: forked, stale");
    } else if (isAllThere && !join.outcome.equals("new")) {
      tell("back from a killed browser: " + join.outcome + ", with all");
    } else if (join.outcome.equals("restored") || join.outcome.equals("adopted")) {
      tell("back from a killed browser: " + join.outcome + ", older");
      String how = join + ", after " + kept;
      rewounds.add(new Rewound(join.seen, Math.max(join.seen, found), 0, 0, joinedMs, how));
      isSilentlyOlder = true;
      return;
    } else {
      rollbacks.add(join + ", after its browser was killed, which had stored " + kept);
    }
    rewound(join, Math.max(join.seen, found));
  }

  /** The tab goes on from an older state, and says so. */
  private void rewound(Join join, long to) {
    rewound(join, to, 0);
  }

  private void rewound(Join join, long to, long besides) {
    rewounds.add(new Rewound(join.seen, to, join.lost, besides, 0, join.toString()));
    if (join.isRewound()) {
      tell("forked, stale: %s events lost".formatted(join.lost > 0 ? "some" : "no"));
      last = null;
      forkedAt = join.seen;
      answered.clear();
      isUnprotected = false;
      isSilentlyOlder = false;
      holdsWhatWasWritten = false;
    }
  }

  /**
   * The tab's browser is killed, and started again: it comes back with what that had written.
   *
   * @param ms the time of it
   */
  void browserIsKilled(long ms) {
    sinceMs = ms;
    awaitsComeback = true;
    holdsWhatWasWritten = true;
    // Two in a row: what the tab had before the first one counts.
    beforeKill = last == null ? beforeKill : last;
    last = null;
  }

  boolean hasJoined() {
    return joinedMs > 0;
  }

  /** Whether the tab has not joined yet since its browser was killed. */
  boolean awaitsComeback() {
    return awaitsComeback;
  }

  // --- what is known of it

  @Override
  public boolean hasSucceeded(long n) {
    return answered.contains(n);
  }

  /** How often the tab was told what it had better be told, by what that was. */
  Map<String, Integer> told() {
    return told;
  }

  /** The snapshot that the tab stores now. */
  @Nullable Stored last() {
    return last;
  }

  /** How the promises of its events were settled. */
  Promises promises() {
    return promises;
  }

  /** How often its session fell asleep. */
  int sleeps() {
    return sleeps;
  }

  /** How often it has brought a session its state back. */
  int wakes() {
    return wakes;
  }

  List<String> rollbacks() {
    return rollbacks;
  }

  /** How the tab went on from an older state, since the last time this was asked. */
  List<Rewound> fetchRewounds() {
    List<Rewound> fetched = List.copyOf(rewounds);
    rewounds.clear();
    return fetched;
  }
}
