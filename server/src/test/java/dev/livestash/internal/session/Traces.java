package dev.livestash.internal.session;

import dev.livestash.internal.wire.ClientFrame;
import dev.livestash.internal.wire.ServerFrame;
import java.util.Locale;

/** Moves in words. */
final class Traces {
  private Traces() {}

  /** What a move is in the world in which it is made. */
  static String line(World world, Move move) {
    int index = move.index();
    String what = move.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " ";
    return switch (move.kind()) {
      case USER -> tab(index) + what + (world.tab(index).issued() + 1);
      case CONNECT ->
          tab(index) + what + "to " + node(move.other()) + "with " + held(world.tab(index));
      case DROP, CUT, CLOSED, COPY, REWIND, REFUSE -> tab(index) + what;
      case RECEIVE -> tab(index) + what + text(world.wire(world.tab(index).wire()).toTab().get(0));
      case DELIVER, GONE -> wire(world, index) + what + next(world, index);
      case TOGETHER ->
          line(world, move.both().get(0)) + " together with " + line(world, move.both().get(1));
      case THERE, NOT_THERE ->
          wire(world, world.node(index).face.probed().get(move.other())) + what;
      case ANSWER, NO_ANSWER ->
          wire(world, world.node(index).face.asking().get(move.other()).wire()) + what;
      case EXPIRE, CRASH, REPLAY, DRAIN -> node(index) + what;
      case SLEEP, UPDATE, RING -> node(index) + what + "wire " + move.other();
    };
  }

  private static String tab(int index) {
    return "tab " + index + " ";
  }

  private static String held(ModelTab tab) {
    return tab.stored() == null ? "nothing" : tab.stored().toString();
  }

  private static String wire(World world, int wire) {
    return node(world.wire(wire).node()) + "wire " + wire + " ";
  }

  private static String node(int index) {
    return "node " + (char) ('A' + index) + " ";
  }

  private static String next(World world, int wire) {
    return world.wire(wire).toServer().stream().findFirst().map(Traces::text).orElse("");
  }

  private static String text(ClientFrame frame) {
    if (frame instanceof ClientFrame.Join join) {
      return "join attempt " + join.attempt();
    } else if (frame instanceof ClientFrame.Event event) {
      return "event " + event.n();
    } else if (frame instanceof ClientFrame.Kept kept) {
      return "kept (" + kept.gen() + "," + kept.seq() + ")";
    }
    return frame.toString();
  }

  private static String text(ServerFrame frame) {
    if (frame instanceof ServerFrame.Joined joined) {
      return "joined " + joined.outcome() + " gen " + joined.gen() + " " + joined.data();
    } else if (frame instanceof ServerFrame.Done done) {
      return "done " + done.n();
    } else if (frame instanceof ServerFrame.Render render) {
      return "render " + render.data();
    } else if (frame instanceof ServerFrame.Keep keep) {
      return (keep.base().isPresent() ? "patch (" : "keep (")
          + keep.gen()
          + ","
          + keep.seq()
          + ") up to "
          + keep.seen();
    }
    return frame.toString();
  }
}
