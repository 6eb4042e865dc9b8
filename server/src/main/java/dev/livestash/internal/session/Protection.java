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

  /** Whether all that it has is a ticket, which a later one may replace. */
  private boolean hasTicket;

  private long ticketAtNanos;
  private @Nullable Mark ticket;

  /** Why there is none, if there is none. */
  private @Nullable String missing;

  private final AnswerWatch<S> answers;
  private final Stuck stuck;

  Protection(Hosted<S> hosted, Peer peer, Entry<S> entry, Stuck stuck, Turns<S> turns) {
    this.hosted = hosted;
    this.peer = peer;
    this.context = entry.context();
    this.stuck = stuck;
    this.answers = new AnswerWatch<>(hosted.services, turns, () -> tell("unanswered"));
    // Whoever is not new has brought one.
    this.isNamed = context.arrival().outcome() != Outcome.NEW && !entry.held().isTicket();
  }

  boolean isMissing() {
    return missing != null;
  }

  /** Its tab is not in its seat any more. */
  void leave() {
    answers.stop();
  }

  /** The tab was sent a token of so many bytes, and has to answer. */
  void isSent(int bytes) {
    stuck.sent(bytes);
    answers.sent();
  }

  /** It has, with one word or the other. */
  void isAnswered() {
    stuck.answered();
    answers.answered();
  }

  /** The tab has stored a token. */
  void kept(Mark mark) {
    isNamed = true;
    hasTicket = mark.equals(ticket);
    missing = hasTicket ? missing : null;
  }

  /**
   * Whether the tab needs a ticket, and could store one. Never in place of a snapshot, however old
   * that is: it is what is left if this server is lost.
   */
  boolean needsTicket(String why) {
    return !NO_ROOM.contains(why) && (!isNamed || (hasTicket && isTicketOld()));
  }

  private boolean isTicketOld() {
    Duration age = Duration.ofNanos(hosted.services.nanos() - ticketAtNanos);
    return age.compareTo(hosted.services.times().renewalDelay()) >= 0;
  }

  /** A ticket was sent; it protects nothing. */
  void sentTicket(Mark mark, long sealedAtNanos) {
    ticket = mark;
    ticketAtNanos = sealedAtNanos;
  }

  /** Tells the tab each time, for it may let go of events; and those who listen once. */
  void isMissing(long seen, String why) {
    if (!why.equals(missing)) {
      tell(why);
    }
    missing = why;
    peer.send(hosted.frames.encode(new ServerFrame.Unprotected(seen, why)));
  }

  private void tell(String why) {
    hosted.tell(one -> one.unprotected(hosted.name, context.sid(), why));
  }
}
