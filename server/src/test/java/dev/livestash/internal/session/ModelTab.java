package dev.livestash.internal.session;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A tab, as PROTOCOL.md has it: what it stores, and the socket that it is at.
 *
 * @param stored its snapshot
 * @param outbox the events that it numbers and stores
 * @param copyOf the instance that it goes its own way from: it forks for as long as it stores that
 *     one's snapshot
 * @param shown the last event that its user has seen the result of, in this line
 * @param isRewound whether its storage is of an earlier time, until a snapshot comes
 * @param wire its current socket, or {@link #NONE}
 * @param live whether that socket has joined
 * @param page what its page shows, where its joins say so
 */
record ModelTab(
    @Nullable Snapshot stored,
    Outbox outbox,
    @Nullable String copyOf,
    long shown,
    boolean isRewound,
    int wire,
    boolean live,
    Page page) {
  static final int NONE = -1;
  static final ModelTab OPENED =
      new ModelTab(null, new Outbox(0, 0, 0, 0), null, 0, false, NONE, false, Page.EMPTY);

  /**
   * Its events.
   *
   * @param issued the last one that the user caused
   * @param trimmed the last one that is not in it any more
   * @param told the last one of a state that was said to be unprotected
   * @param free the last one that may be let go of on this socket
   */
  record Outbox(long issued, long trimmed, long told, long free) {
    Outbox acted() {
      return new Outbox(issued + 1, trimmed, told, free);
    }

    Outbox trimmedTo(long seen) {
      return new Outbox(issued, Math.max(trimmed, seen), told, free);
    }

    Outbox toldOf(long seen) {
      return new Outbox(issued, trimmed, Math.max(told, seen), seen);
    }

    /** Its events, numbered on from another one. */
    Outbox placed(long seen) {
      return new Outbox(seen + issued - trimmed, seen, 0, 0);
    }

    Outbox left() {
      return new Outbox(issued, trimmed, told, 0);
    }

    int size() {
      return (int) (issued - trimmed);
    }
  }

  /**
   * A page.
   *
   * @param isKept whether it shows what the newest snapshot was sealed with
   * @param seen the last event in what it shows
   * @param marks how often that was changed from outside
   */
  record Page(boolean isKept, long seen, int marks) {
    static final Page EMPTY = new Page(false, 0, 0);

    /** Whether what it shows is of the newest snapshot. */
    Page kept(boolean now) {
      return new Page(now, seen, marks);
    }
  }

  /** It has brought its state, and does not know yet what will come of it. */
  ModelTab woken() {
    return with(page.kept(false));
  }

  ModelTab with(Page now) {
    return new ModelTab(stored, outbox, copyOf, shown, isRewound, wire, live, now);
  }

  long issued() {
    return outbox.issued;
  }

  long trimmed() {
    return outbox.trimmed;
  }

  boolean isOffline() {
    return wire == NONE;
  }

  boolean isCopy() {
    return stored != null && stored.sid().equals(copyOf);
  }

  long seen() {
    return stored == null ? 0 : stored.seen();
  }

  int marks() {
    return stored == null ? 0 : stored.marks();
  }

  List<Long> events() {
    return stored == null ? List.of() : stored.events();
  }

  /** What its join says of events that it has let go of. */
  OptionalLong trimmedAboveToken() {
    return trimmed() > seen() ? OptionalLong.of(trimmed()) : OptionalLong.empty();
  }

  /** The outbox's events above a number. */
  long[] above(long seen) {
    return LongStream.rangeClosed(Math.max(trimmed(), seen) + 1, issued()).toArray();
  }

  ModelTab acted() {
    return with(outbox.acted());
  }

  ModelTab with(Outbox changed) {
    return new ModelTab(stored, changed, copyOf, shown, isRewound, wire, live, page);
  }

  ModelTab connecting(int newWire) {
    return new ModelTab(stored, outbox, copyOf, shown, isRewound, newWire, false, page);
  }

  ModelTab joined() {
    return new ModelTab(stored, outbox, copyOf, shown, isRewound, wire, true, page);
  }

  /** What it stores is another tab's, or of an instance that it does not go on with. */
  ModelTab forked() {
    String from = stored == null ? null : stored.sid();
    return new ModelTab(stored, outbox, from, 0, isRewound, wire, live, page);
  }

  /** It starts over. */
  ModelTab reset() {
    return new ModelTab(null, OPENED.outbox, null, 0, false, wire, live, page);
  }

  ModelTab holding(Snapshot newer) {
    Outbox trimmed = outbox.trimmedTo(newer.seen());
    return new ModelTab(newer, trimmed, copyOf, shown, false, wire, live, page);
  }

  ModelTab trimmedTo(long seen) {
    return with(outbox.trimmedTo(seen));
  }

  ModelTab showing(long seen) {
    return new ModelTab(stored, outbox, copyOf, Math.max(shown, seen), isRewound, wire, live, page);
  }

  ModelTab offline() {
    return new ModelTab(stored, outbox.left(), copyOf, shown, isRewound, NONE, false, page);
  }

  /** Its copy, without the events, which this one sends. */
  ModelTab copy() {
    return new ModelTab(
            stored, new Outbox(seen(), seen(), 0, 0), copyOf, 0, false, NONE, false, Page.EMPTY)
        .forked();
  }

  /** Its browser was killed, and what it had stored before is all that is left. */
  ModelTab rewound(Snapshot earlier) {
    Outbox empty = new Outbox(earlier.seen(), earlier.seen(), 0, 0);
    return new ModelTab(earlier, empty, null, shown, true, NONE, false, Page.EMPTY);
  }
}
