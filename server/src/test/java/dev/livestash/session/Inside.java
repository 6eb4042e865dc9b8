package dev.livestash.session;

import dev.livestash.session.HistoryView.History;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What can be seen of a node's sessions and sockets from inside. */
final class Inside {
  private final Map<String, Session<History>> sessions = new TreeMap<>();
  private final Map<Integer, ModelSocket> sockets;

  Inside(ViewHost<History> host, Map<Integer, ModelSocket> sockets) {
    host.sessions.all().forEach(session -> sessions.put(session.sid(), session));
    this.sockets = sockets;
  }

  Map<String, Session<History>> sessions() {
    return sessions;
  }

  /** The wire of an attachment's socket; -1 if it is gone. */
  int wireOf(@Nullable SocketAttachment<History> attachment) {
    return sockets.values().stream()
        .filter(socket -> socket.attachment() == attachment)
        .mapToInt(socket -> socket.wire)
        .findFirst()
        .orElse(-1);
  }

  @Nullable Line<History> lineAt(int wire) {
    return sessions.values().stream()
        .filter(session -> wireOf(session.socket()) == wire)
        .findFirst()
        .map(Session::line)
        .orElse(null);
  }

  boolean isLingering(String sid) {
    Session<History> session = sessions.get(sid);
    return session != null && session.line() != null && session.socket() == null;
  }

  List<Integer> owners() {
    return sessions.values().stream().map(session -> wireOf(session.socket())).toList();
  }

  /** Sockets that are open and attached, but not their session's one. */
  List<Integer> strays() {
    List<Integer> owners = owners();
    return sockets.values().stream()
        .filter(socket -> !socket.isClosing() && socket.attachment().isJoined())
        .map(socket -> socket.wire)
        .filter(wire -> !owners.contains(wire))
        .toList();
  }

  /** Instances whose session holds on to a socket that is gone. */
  List<String> leaks() {
    return sessions.values().stream()
        .filter(session -> session.socket() != null && wireOf(session.socket()) < 0)
        .map(Session::sid)
        .toList();
  }

  List<Integer> unsettled() {
    return sessions.values().stream()
        .filter(session -> !isSettled(session.line()))
        .map(session -> wireOf(session.socket()))
        .toList();
  }

  private static boolean isSettled(@Nullable Line<History> line) {
    return line != null && !line.dirty() && line.inFlight() == null;
  }
}
