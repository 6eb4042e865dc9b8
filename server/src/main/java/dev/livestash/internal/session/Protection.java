package dev.livestash.internal.session;

import dev.livestash.fence.Mark;
import dev.livestash.internal.wire.ServerFrame;
import dev.livestash.view.Outcome;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the newest state of a session is in this server's memory only, while one tab is in it;
 * and whether that tab has a token by which it finds the session there.
 */
final class Protection<S> {
  /** Where the tab has no room, it has none for another token. */
  private static final Set<String> NO_ROOM = Set.of("quota", "blocked");

  private final Hosted<S> hosted;
  private final Peer peer;
  private final TabContext<S> context;
  private boolean isNamed;
  private long namedAtNanos;
  private @Nullable Mark ticket;

  /** Why there is none, if there is none. */
  private @Nullable String missing;

  Protection(Hosted<S> hosted, Peer peer, TabContext<S> context) {
    this.hosted = hosted;
    this.peer = peer;
    this.context = context;
    // Whoever is not new has brought one.
    this.isNamed = context.arrival().outcome() != Outcome.NEW;
    this.namedAtNanos = hosted.services.nanos();
  }

  boolean isMissing() {
    return missing != null;
  }

  /** The tab has stored a token. */
  void kept(Mark mark) {
    isNamed = true;
    namedAtNanos = hosted.services.nanos();
    missing = mark.equals(ticket) ? missing : null;
  }

  /** Whether the tab needs a token that names the session, and could store one. */
  boolean needsTicket(String why) {
    Duration age = Duration.ofNanos(hosted.services.nanos() - namedAtNanos);
    // A renewal comes its delay after the token was sealed, which is longer ago than it was kept.
    boolean isOld = age.multipliedBy(2).compareTo(hosted.services.times().renewalDelay()) >= 0;
    return !NO_ROOM.contains(why) && (!isNamed || isOld);
  }

  /** Such a token was sent; it protects nothing. */
  void sentTicket(Mark mark) {
    ticket = mark;
  }

  /** Tells the tab each time, for it may let go of events; and those who listen once. */
  void isMissing(long seen, String why) {
    if (!why.equals(missing)) {
      hosted.tell(one -> one.unprotected(context.view(), context.sid(), why));
    }
    missing = why;
    peer.send(hosted.frames.encode(new ServerFrame.Unprotected(seen, why)));
  }
}
