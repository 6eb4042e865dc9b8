package dev.livestash.internal.session;

import dev.livestash.internal.session.Move.Kind;
import dev.livestash.internal.wire.ServerFrame;
import java.util.ArrayList;
import java.util.List;

/** What can happen next in a world. */
final class Moves {
  private static final int NODES = 2;

  private final Scenario scenario;

  Moves(Scenario scenario) {
    this.scenario = scenario;
  }

  List<Move> from(World world) {
    List<Move> moves = new ArrayList<>();
    for (int i = 0; i < world.tabs().size(); i++) {
      addTabs(moves, world, i);
    }
    for (int i = 0; i < world.wires().size(); i++) {
      addWires(moves, world, i);
    }
    for (int i = 0; i < NODES; i++) {
      addNodes(moves, world, i);
      if (scenario.batches) {
        addPairs(moves, world, i);
      }
    }
    return moves;
  }

  private void addTabs(List<Move> moves, World world, int index) {
    ModelTab tab = world.tab(index);
    if (tab.issued() < scenario.events && hasRoom(tab)) {
      moves.add(new Move(Kind.USER, index));
    }
    if (tab.isOffline()) {
      addConnects(moves, world, index);
    } else {
      addSockets(moves, world, index, world.wire(tab.wire()));
    }
    if (world.used().rewinds() < scenario.rewinds && isOutdated(world, tab)) {
      moves.add(new Move(Kind.REWIND, index));
    }
    if (world.tabs().size() <= scenario.copies && tab.stored() != null) {
      moves.add(new Move(Kind.COPY, index));
    }
  }

  private boolean hasRoom(ModelTab tab) {
    return tab.outbox().size() < scenario.room
        || tab.outbox().free() > tab.trimmed()
        || scenario.seed == Seed.TRIM_UNTOLD;
  }

  private static boolean isOutdated(World world, ModelTab tab) {
    Snapshot first = world.first();
    Snapshot stored = tab.stored();
    return first != null
        && stored != null
        && !tab.isCopy()
        && first.sid().equals(stored.sid())
        && !first.equals(stored);
  }

  private void addConnects(List<Move> moves, World world, int tab) {
    if (world.wires().size() < scenario.maxWires()) {
      for (int node = 0; node < NODES; node++) {
        moves.add(new Move(Kind.CONNECT, tab, node));
      }
    }
  }

  private void addSockets(List<Move> moves, World world, int tab, Wire wire) {
    if (world.used().drops() < scenario.drops) {
      moves.add(new Move(Kind.DROP, tab));
      if (!wire.isGone()) {
        moves.add(new Move(Kind.CUT, tab));
      }
    }
    if (!wire.isOpen() && (wire.code() == null || wire.toTab().isEmpty())) {
      moves.add(new Move(Kind.CLOSED, tab));
    }
    if (!wire.toTab().isEmpty()) {
      moves.add(new Move(Kind.RECEIVE, tab));
      if (wire.toTab().get(0) instanceof ServerFrame.Keep
          && world.used().refusals() < scenario.refusals) {
        moves.add(new Move(Kind.REFUSE, tab));
      }
    }
  }

  private void addWires(List<Move> moves, World world, int index) {
    Wire wire = world.wire(index);
    if (wire.isGone()) {
      return;
    }
    if (!wire.isOpen() || !world.isHeard(index)) {
      moves.add(new Move(Kind.GONE, index));
    }
    if (!wire.toServer().isEmpty()) {
      moves.add(new Move(Kind.DELIVER, index));
    }
  }

  /** A tab that has no copy is at the newest of its sockets only. */
  private boolean mayBeThere(World world, int wire) {
    return !world.wire(wire).isGone() && (scenario.copies > 0 || world.isHeard(wire));
  }

  private void addNodes(List<Move> moves, World world, int index) {
    NodeState node = world.node(index);
    if (node.face.lingers()) {
      moves.add(new Move(Kind.EXPIRE, index));
    }
    for (int i = 0; i < node.face.probed().size(); i++) {
      moves.add(new Move(Kind.NOT_THERE, index, i));
      if (mayBeThere(world, node.face.probed().get(i))) {
        moves.add(new Move(Kind.THERE, index, i));
      }
    }
    for (int i = 0; i < node.face.asking().size(); i++) {
      moves.add(new Move(Kind.ANSWER, index, i));
      if (world.used().outages() < scenario.outages) {
        moves.add(new Move(Kind.NO_ANSWER, index, i));
      }
    }
    if (world.used().crashes() < scenario.crashes && node != NodeState.STARTED) {
      moves.add(new Move(Kind.CRASH, index));
    }
    if (world.used().replays() < scenario.replays && isOutdated(world)) {
      moves.add(new Move(Kind.REPLAY, index));
    }
    addIdle(moves, world, index);
    if (world.used().drains() < scenario.drains && !node.face.drains()) {
      moves.add(new Move(Kind.DRAIN, index));
    }
  }

  private void addIdle(List<Move> moves, World world, int index) {
    NodeState.Face face = world.node(index).face;
    if (world.used().sleeps() < scenario.sleeps) {
      face.idle().forEach(wire -> moves.add(new Move(Kind.SLEEP, index, wire)));
    }
    if (world.used().updates() < scenario.updates) {
      face.owners().stream()
          .filter(wire -> wire >= 0)
          .forEach(wire -> moves.add(new Move(Kind.UPDATE, index, wire)));
    }
    if (world.used().rings() < scenario.rings) {
      face.sleeping().forEach(wire -> moves.add(new Move(Kind.RING, index, wire)));
    }
  }

  private static boolean isOutdated(World world) {
    return world.first() != null && !world.first().equals(world.tab(0).stored());
  }

  /** Two things reach a node at once: its threads have not run when the second one comes. */
  private static void addPairs(List<Move> moves, World world, int node) {
    List<Move> single = moves.stream().filter(move -> reaches(world, node, move)).toList();
    for (Move first : single) {
      for (Move second : single) {
        if (canFollow(world, first, second)) {
          moves.add(new Move(node, first, second));
        }
      }
    }
  }

  private static boolean reaches(World world, int node, Move move) {
    return switch (move.kind()) {
      case DELIVER, GONE -> world.wire(move.index()).node() == node;
      case EXPIRE, DRAIN, ANSWER, SLEEP, UPDATE, RING -> move.index() == node;
      default -> false;
    };
  }

  private static boolean canFollow(World world, Move first, Move second) {
    boolean isSameWire = isOnWire(first) && isOnWire(second) && first.index() == second.index();
    return isSameWire
        ? first.kind() == Kind.DELIVER
            && (second.kind() == Kind.GONE || world.wire(first.index()).toServer().size() > 1)
        : !first.equals(second);
  }

  private static boolean isOnWire(Move move) {
    return move.kind() == Kind.DELIVER || move.kind() == Kind.GONE;
  }
}
