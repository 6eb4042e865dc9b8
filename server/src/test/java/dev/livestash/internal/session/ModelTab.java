package dev.livestash.internal.session;

import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A tab, as PROTOCOL.md has it: what it stores, and the socket that it is at.
 *
 * @param stored its snapshot
 * @param issued the last event that the user caused
 * @param trimmed the last event that is not in the outbox any more
 * @param copyOf the instance that it was copied from: it forks for as long as it stores that one's
 *     snapshot
 * @param wire its current socket, or {@link #NONE}
 * @param live whether that socket has joined
 */
record ModelTab(
    @Nullable Snapshot stored,
    long issued,
    long trimmed,
    @Nullable String copyOf,
    int wire,
    boolean live) {
  static final int NONE = -1;
  static final ModelTab OPENED = new ModelTab(null, 0, 0, null, NONE, false);

  boolean isOffline() {
    return wire == NONE;
  }

  boolean isCopy() {
    return stored != null && stored.sid().equals(copyOf);
  }

  long seen() {
    return stored == null ? 0 : stored.seen();
  }

  List<Long> events() {
    return stored == null ? List.of() : stored.events();
  }

  /** The outbox's events above a number. */
  long[] above(long seen) {
    return LongStream.rangeClosed(Math.max(trimmed, seen) + 1, issued).toArray();
  }

  ModelTab acted() {
    return new ModelTab(stored, issued + 1, trimmed, copyOf, wire, live);
  }

  ModelTab connecting(int newWire) {
    return new ModelTab(stored, issued, trimmed, copyOf, newWire, false);
  }

  ModelTab joined() {
    return new ModelTab(stored, issued, trimmed, copyOf, wire, true);
  }

  /** What it stores is another tab's. */
  ModelTab forked() {
    return new ModelTab(stored, issued, trimmed, stored == null ? null : stored.sid(), wire, live);
  }

  ModelTab holding(Snapshot newer) {
    return new ModelTab(newer, issued, trimmed, copyOf, wire, live).trimmedTo(newer.seen());
  }

  ModelTab trimmedTo(long seen) {
    return new ModelTab(stored, issued, Math.max(trimmed, seen), copyOf, wire, live);
  }

  ModelTab offline() {
    return new ModelTab(stored, issued, trimmed, copyOf, NONE, false);
  }

  /** Its copy, without the events, which this one sends. */
  ModelTab copy() {
    return new ModelTab(stored, seen(), seen(), copyOf, NONE, false).forked();
  }
}
