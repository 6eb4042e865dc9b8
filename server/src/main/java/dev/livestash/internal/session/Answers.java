package dev.livestash.internal.session;

import dev.livestash.internal.token.Refused;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * What events came to that their tab may not have heard of: it is told again when it comes back. An
 * answer has arrived when the tab answers a snapshot that was sent after it.
 */
final class Answers {
  private final Queue<Answer> unheard = new RareQueue<>();
  private final int maxReplyBytes;
  private long replyBytes;
  private long toldBeforeSnapshot;

  /**
   * Remembers nothing yet.
   *
   * @param maxReplyBytes the most bytes of replies; of what is more, the oldest are forgotten
   */
  Answers(int maxReplyBytes) {
    this.maxReplyBytes = maxReplyBytes;
  }

  /**
   * The answer to one event.
   *
   * @param n the event's number
   * @param error why it has left the state as it was, if it has
   * @param hasReply whether its handler replied
   * @param frame the {@code done} frame
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them, and nobody changes one
  record Answer(long n, Optional<String> error, boolean hasReply, byte[] frame) {
    /** Whether the tab cannot take for granted what it says. */
    private boolean isTelling() {
      return n > 0 && (hasReply || error.isPresent());
    }

    private int replyBytes() {
      return hasReply ? frame.length : 0;
    }
  }

  /** The instance goes on from a snapshot: what that knows of is all that is known. */
  void restore(List<Answer> known) {
    unheard.clear();
    replyBytes = 0;
    known.forEach(this::given);
  }

  /** What the replies take that are remembered. */
  long heldBytes() {
    return replyBytes;
  }

  /** Whether its tab has heard of all. */
  boolean isEmpty() {
    return unheard.isEmpty();
  }

  /** An answer is on its way to the tab, or will be. */
  void given(Answer answer) {
    if (!answer.isTelling()) {
      return;
    }
    unheard.add(answer);
    replyBytes += answer.replyBytes();
    Iterator<Answer> oldest = unheard.iterator();
    while (replyBytes > maxReplyBytes) {
      Answer old = oldest.next();
      if (old.hasReply()) {
        oldest.remove();
        replyBytes -= old.replyBytes();
      }
    }
    if (unheard.size() > Refused.MAX_COUNT) {
      replyBytes -= unheard.remove().replyBytes();
    }
  }

  /** A snapshot is sent, behind the answers to the events up to this one. */
  void snapshotSent(long told) {
    toldBeforeSnapshot = told;
  }

  /** The tab has answered the snapshot that was sent last. */
  void snapshotAnswered() {
    while (!unheard.isEmpty() && unheard.element().n() <= toldBeforeSnapshot) {
      replyBytes -= unheard.remove().replyBytes();
    }
  }

  /** A tab comes in, and is told all that is known of the events up to this one. */
  List<byte[]> told(long seen) {
    toldBeforeSnapshot = 0;
    return unheard.stream().filter(answer -> answer.n() <= seen).map(Answer::frame).toList();
  }

  Optional<byte[]> find(long n) {
    return unheard.stream().filter(answer -> answer.n() == n).map(Answer::frame).findFirst();
  }

  /** The events up to this one that were refused, for the snapshot that contains them. */
  List<Refused> refused(long seen) {
    return unheard.stream()
        .filter(answer -> answer.n() <= seen)
        .flatMap(answer -> answer.error().map(error -> new Refused(answer.n(), error)).stream())
        .toList();
  }

  @Override
  public String toString() {
    List<Long> numbers = unheard.stream().map(Answer::n).toList();
    return "unheard " + numbers + ", told up to " + toldBeforeSnapshot;
  }
}
