package dev.livestash.internal.session;

import dev.livestash.internal.session.HistoryView.History;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What can be seen of a node's sessions and sockets from inside. */
final class Inside {
  private final Map<String, Session<History>> sessions = new TreeMap<>();
  private final Map<Integer, ModelSocket> sockets;

  Inside(ViewHost<History> host, Map<Integer, ModelSocket> sockets) {
    host.sessions().all().forEach(session -> sessions.put(session.sid(), session));
    this.sockets = sockets;
  }

  Map<String, Session<History>> sessions() {
    return sessions;
  }

  /** The wire of a session's socket; -1 if it is gone. */
  @SuppressWarnings("ReferenceEquality") // a peer is one connection, and no other is like it
  int wireOf(Session<History> session) {
    Object peer = session.berth().peer().orElse(null);
    return sockets.values().stream()
        .filter(socket -> socket.attachment() == peer)
        .mapToInt(socket -> socket.wire)
        .findFirst()
        .orElse(-1);
  }

  @Nullable Timeline<History> lineAt(int wire) {
    return sessions.values().stream()
        .filter(session -> wireOf(session) == wire)
        .findFirst()
        .flatMap(session -> session.berth().timeline())
        .orElse(null);
  }

  boolean isLingering(String sid) {
    Session<History> session = sessions.get(sid);
    return session != null
        && session.berth().timeline().isPresent()
        && session.berth().peer().isEmpty();
  }

  List<Integer> owners() {
    return sessions.values().stream().map(session -> wireOf(session)).toList();
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
        .filter(session -> session.berth().peer().isPresent() && wireOf(session) < 0)
        .map(Session::sid)
        .toList();
  }

  List<Integer> unsettled() {
    return wiresOf(session -> !isSettled(session.berth()));
  }

  /** Sockets whose session could sleep. */
  List<Integer> idle() {
    return wiresOf(session -> session.berth().maySleep());
  }

  /** Sockets whose session sleeps. */
  List<Integer> sleeping() {
    return wiresOf(session -> session.berth().asleep().isPresent());
  }

  /** Sockets of those sessions. */
  List<Integer> wiresOf(Predicate<Session<History>> which) {
    return sessions.values().stream().filter(which).map(session -> wireOf(session)).toList();
  }

  private static boolean isSettled(Berth<History> berth) {
    if (berth.asleep().isPresent()) {
      return !berth.asleep().get().isWanted();
    }
    Timeline<History> line = berth.timeline().orElse(null);
    return line != null && !line.dirty() && line.inFlight() == null;
  }
}
