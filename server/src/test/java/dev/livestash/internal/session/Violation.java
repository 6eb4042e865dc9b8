package dev.livestash.internal.session;

/** Something that must never be. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What was promised. */
  enum Kind {
    /** An event is in neither the stored snapshot nor the outbox. */
    EVENT_LOST,
    /** A state does not hold the events 1 to its last one, each once and in order. */
    WRONG_HISTORY,
    /** A change from outside was not made, though its session has lived on, or was taken back. */
    UPDATE_LOST,
    /** A change from outside was made more than once. */
    UPDATE_TWICE,
    /** The tab is offered a snapshot that is not newer than what it holds. */
    OLDER_OFFERED,
    /** A server has let go of a state that its tab does not hold. */
    LET_GO,
    /** The kept mark is above what the tab stores, so that its next join would be refused. */
    MARK_AHEAD,
    /** The tab's own current join is refused. */
    REFUSED,
    /** A join got an instance although its token is below the kept mark. */
    ROLLED_BACK,
    /** What a user has seen is not in the state any more, where that is refused. */
    TAKEN_BACK,
    /** A join got a generation that is not above all earlier ones. */
    OLD_GENERATION,
    /** A socket that has lost its instance was listened to. */
    LISTENED_TO,
    /** A join got an instance although a later attempt was there before. */
    LATE_OWNER,
    /** The tab's own current socket is closed as superseded. */
    SUPERSEDED,
    /** A socket is open and attached, but no longer the one of its session. */
    TWO_SOCKETS,
    /** A session holds on to a socket that is gone. */
    LEAK,
    /** A snapshot was sent before the last one was answered. */
    TWO_IN_FLIGHT,
    /** One side found the other to break the protocol. */
    BROKEN_PROTOCOL,
    /** The server failed. */
    FAILED,
    /** A tab is not told what came of its event, and takes it for done. */
    UNTOLD,
    /** Everything is quiet, and the tab or the server waits for something all the same. */
    STUCK
  }

  private final Kind kind;

  Violation(Kind kind, String what) {
    super(kind + ": " + what, null, false, false);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  static void unless(boolean holds, Kind kind, Object what) {
    if (!holds) {
      throw new Violation(kind, what.toString());
    }
  }
}
