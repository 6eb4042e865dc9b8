package dev.livestash.internal.wire;

/** Why a server closes a socket: the close codes of PROTOCOL.md (RFC 6455 section 7.4). */
public enum CloseCode {
  /** The peer is dead. */
  GOING_AWAY(1001),
  /** A frame was too large. */
  TOO_LARGE(1009),
  /** The view failed in a way it cannot go on from; the tab comes back with its token. */
  INTERNAL_ERROR(1011),
  /** Restart or drain. */
  SERVICE_RESTART(1012),
  /** The server has as many instances as it may hold, or its fence does not answer. */
  TRY_AGAIN_LATER(1013),
  /** Another socket owns the instance. */
  SUPERSEDED(4001),
  /** The tab broke the protocol. */
  PROTOCOL_ERROR(4002),
  /** The tab does not read what is sent. */
  TOO_SLOW(4003),
  /** The tab's protocol version is not served any more. */
  CLIENT_TOO_OLD(4004),
  /** What the tab's tokens are bound to was revoked. */
  REVOKED(4005),
  /** The application has sent the tab away for good. */
  REFUSED(4006);

  private final int number;

  CloseCode(int number) {
    this.number = number;
  }

  /**
   * The code on the wire.
   *
   * @return the number
   */
  public int number() {
    return number;
  }
}
