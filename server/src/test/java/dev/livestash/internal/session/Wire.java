package dev.livestash.internal.session;

import dev.livestash.internal.wire.ClientFrame;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.internal.wire.ServerFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A socket as the two sides see it, and what is on its way between them.
 *
 * @param node its server
 * @param toServer sent by the tab and not delivered yet, in order
 * @param toTab sent by the server and not received yet, in order
 * @param server what the server knows of it
 * @param code why the server closed it in order; else a close is a break that can swallow frames
 * @param isAsleep whether the tab was told that the server has let go of its state
 */
record Wire(
    int node,
    List<ClientFrame> toServer,
    List<ServerFrame> toTab,
    ServerSide server,
    @Nullable CloseCode code,
    boolean isAsleep) {

  /** How far the server's end has come. */
  enum ServerSide {
    OPEN,
    /** The server has sent its close; what the tab had sent before may still arrive. */
    CLOSING,
    /** The server was told that it is gone. */
    GONE
  }

  /** Nobody holds an end of it any more. */
  static final Wire DEAD = new Wire(0, List.of(), List.of(), ServerSide.GONE, null, false);

  static Wire opened(int node, ClientFrame join) {
    return new Wire(node, List.of(join), List.of(), ServerSide.OPEN, null, false);
  }

  boolean isOpen() {
    return server == ServerSide.OPEN;
  }

  boolean isGone() {
    return server == ServerSide.GONE;
  }

  Wire sent(ClientFrame frame) {
    return isGone() ? this : with(Lists.plus(toServer, frame), toTab);
  }

  Wire answered(ServerFrame frame) {
    return with(toServer, Lists.plus(toTab, frame));
  }

  Wire asleep(boolean isToldSo) {
    return new Wire(node, toServer, toTab, server, code, isToldSo);
  }

  Wire delivered() {
    return with(Lists.rest(toServer), toTab);
  }

  Wire received() {
    return with(toServer, Lists.rest(toTab));
  }

  /** The tab's end is gone. */
  Wire left() {
    return isGone() ? DEAD : with(toServer, List.of());
  }

  Wire closing(CloseCode why) {
    return new Wire(node, toServer, toTab, ServerSide.CLOSING, why, isAsleep);
  }

  /** The server's end is gone. */
  Wire gone(boolean isHeard) {
    return isHeard ? new Wire(node, List.of(), toTab, ServerSide.GONE, code, isAsleep) : DEAD;
  }

  Wire broken(boolean isHeard) {
    return isHeard ? new Wire(node, List.of(), toTab, ServerSide.GONE, null, isAsleep) : DEAD;
  }

  private Wire with(List<ClientFrame> newToServer, List<ServerFrame> newToTab) {
    return new Wire(node, newToServer, newToTab, server, code, isAsleep);
  }

  /** Whether it was told so with a snapshot that it has not answered. */
  boolean hasComeAsleep() {
    return isAsleep
        || toTab.stream().anyMatch(ServerFrame.Asleep.class::isInstance)
        || toServer.stream().anyMatch(ClientFrame.Wake.class::isInstance);
  }

  /** How many snapshots were sent on it whose answer has not reached the server. */
  long unanswered() {
    return toTab.stream().filter(ServerFrame.Keep.class::isInstance).count()
        + toServer.stream().filter(ClientFrame.Kept.class::isInstance).count();
  }
}
