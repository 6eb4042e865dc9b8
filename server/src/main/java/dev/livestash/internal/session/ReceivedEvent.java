package dev.livestash.internal.session;

import dev.livestash.internal.wire.ClientFrame;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.NullNode;

/**
 * An event, and what is known of its history.
 *
 * @param frame the event
 * @param replayed whether a server may have handled it before
 * @param unfit why no handler can be given it, if none can
 */
record ReceivedEvent(ClientFrame.Event frame, boolean replayed, Optional<String> unfit) {
  /**
   * An event that was tried this often is not tried again: once among others, and then three times
   * announced, and each time its server was lost.
   */
  static final int MAX_TRIES = 4;

  /**
   * An event as it comes in. The user acted before this connection was live if the event is older
   * than that: then it may have been sent on the one before.
   *
   * @param sinceJoined how long ago the tab was told {@code joined} when the event came in
   */
  static ReceivedEvent of(ClientFrame.Event frame, Duration sinceJoined) {
    boolean isOlder = frame.age() > sinceJoined.toMillis();
    return new ReceivedEvent(frame, frame.attempt() > 1 || isOlder, Optional.empty());
  }

  /** An event that is answered, and not handled. */
  static ReceivedEvent unfit(ClientFrame.UnfitEvent frame) {
    ClientFrame.Event event = new ClientFrame.Event(frame.n(), "", NullNode.getInstance(), 0, 1);
    return new ReceivedEvent(event, false, Optional.of(frame.why()));
  }

  long n() {
    return frame.n();
  }

  /** Whether it has no number, so that it is in no outbox. */
  boolean isVolatile() {
    return frame.n() < 0;
  }

  /** Whether the servers before this one may have died of it, and this one is to try it. */
  boolean isSuspect() {
    return frame.attempt() > 1 && !isPoisoned();
  }

  /** Whether a server was lost that had come to it. */
  boolean isAccused() {
    return frame.attempt() > 2;
  }

  boolean isPoisoned() {
    return frame.attempt() > MAX_TRIES;
  }
}
