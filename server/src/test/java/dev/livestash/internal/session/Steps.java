package dev.livestash.internal.session;

import dev.livestash.fence.Mark;
import dev.livestash.fence.StepFence;
import dev.livestash.internal.session.HistoryView.History;
import dev.livestash.internal.session.Violation.Kind;
import dev.livestash.internal.wire.ClientFrame;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.internal.wire.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a move makes of a world. */
final class Steps {
  private static final JsonNode NO_DATA = JsonNodeFactory.instance.nullNode();
  private static final String NO_PARAMS = "{}";

  private final Scenario scenario;
  private final Servers servers;
  private final Checks checks;

  Steps(Scenario scenario, Servers servers) {
    this.scenario = scenario;
    this.checks = new Checks(scenario);
    this.servers = servers;
  }

  World apply(World world, Move move) {
    int index = move.index();
    return switch (move.kind()) {
      case USER -> acted(world, index);
      case CONNECT -> connected(world, index, move.other());
      case DROP -> world.left(index).with(world.used().drop());
      case CUT -> cut(world.with(world.used().drop()), world.tab(index).wire());
      case CLOSED -> closed(world, index);
      case RECEIVE -> received(world, index);
      case DELIVER, GONE -> reached(world, world.wire(index).node(), List.of(move));
      case REFUSE -> refused(world.with(world.used().refusal()), index);
      case EXPIRE, THERE, NOT_THERE, ANSWER, NO_ANSWER, DRAIN, SLEEP, UPDATE, RING ->
          reached(world, index, List.of(move));
      case TOGETHER -> reached(world, index, move.both());
      case CRASH -> crashed(world, index);
      case REPLAY -> replayed(world, index);
      case COPY -> world.plus(world.tab(index).copy());
      case REWIND -> rewound(world, index);
    };
  }

  // --- the tab

  private World acted(World world, int index) {
    ModelTab before = world.tab(index);
    long letGo = scenario.seed == Seed.TRIM_UNTOLD ? before.issued() : before.outbox().free();
    boolean isFull = before.outbox().size() >= scenario.room;
    ModelTab tab = (isFull ? before.trimmedTo(letGo) : before).acted();
    World next = world.with(index, tab);
    return tab.live() ? awake(next, index).sent(tab.wire(), event(tab.issued())) : next;
  }

  /** Brings the state, if the server has let go of it. */
  private static World awake(World world, int index) {
    ModelTab tab = world.tab(index);
    Wire wire = world.wire(tab.wire());
    Snapshot held = tab.stored();
    return wire.isAsleep() && held != null
        ? world
            .with(tab.wire(), wire.asleep(false))
            .with(index, tab.woken())
            .sent(tab.wire(), new ClientFrame.Wake(held.token(), held.patch()))
        : world;
  }

  private static World rewound(World world, int index) {
    Snapshot first = Objects.requireNonNull(world.first());
    World gone = world.tab(index).isOffline() ? world : world.left(index);
    return gone.with(world.used().rewind()).with(index, world.tab(index).rewound(first));
  }

  private ClientFrame event(long n) {
    String name = scenario.unknown ? HistoryView.EVENT + "?" : HistoryView.EVENT;
    return new ClientFrame.Event(n, name, NO_DATA, 0, 1);
  }

  private World connected(World world, int index, int node) {
    ModelTab tab = world.tab(index);
    World before = world.isEmpty() ? world.forgotten() : world;
    int wire = before.wires().size();
    return before
        .plus(
            Wire.opened(
                node,
                join(
                    wire,
                    tab.stored(),
                    tab.isCopy(),
                    tab.trimmedAboveToken(),
                    tab.page().isKept())))
        .with(index, tab.connecting(wire));
  }

  /** The number of a wire stands for the wall clock. */
  private ClientFrame join(
      int wire, @Nullable Snapshot stored, boolean fork, OptionalLong trimmed, boolean shows) {
    return new ClientFrame.Join(
        HistoryView.NAME,
        wire + 1L,
        Optional.ofNullable(stored).map(Snapshot::token),
        Optional.ofNullable(stored).flatMap(Snapshot::patch),
        Optional.of(fork).filter(isCopy -> isCopy || scenario.locks),
        trimmed,
        false,
        scenario.shows,
        shows,
        NO_PARAMS);
  }

  private World closed(World world, int index) {
    CloseCode code = world.wire(world.tab(index).wire()).code();
    Violation.unless(
        code != CloseCode.SUPERSEDED || world.used().replays() > 0,
        Kind.SUPERSEDED,
        "tab " + index + " on wire " + world.tab(index).wire());
    return world.left(index);
  }

  private World received(World world, int index) {
    int at = world.tab(index).wire();
    ServerFrame frame = world.wire(at).toTab().get(0);
    World next = world.with(at, world.wire(at).received());
    if (frame instanceof ServerFrame.Joined joined) {
      return joined(next, index, joined);
    } else if (frame instanceof ServerFrame.Keep keep) {
      return kept(shown(next, index), index, snapshot(next.tab(index).stored(), keep));
    } else if (frame instanceof ServerFrame.Done done) {
      checks.told().done(done);
      return next.with(index, next.tab(index).showing(done.n()));
    } else if (frame instanceof ServerFrame.Unprotected unprotected) {
      ModelTab tab = next.tab(index);
      return next.with(index, tab.with(tab.outbox().toldOf(unprotected.seen())));
    } else if (frame instanceof ServerFrame.Asleep asleep) {
      checks.told().letGo(next.tab(index), asleep);
      return next.with(at, next.wire(at).asleep(true));
    } else if (frame instanceof ServerFrame.Needed) {
      return awake(next, index);
    } else if (frame instanceof ServerFrame.Render render) {
      checks.told().history(render.seen(), (List<?>) render.data());
      // Where a render does not change, it says nothing of an event.
      ModelTab before = next.tab(index).showing(scenario.unknown ? 0 : render.seen());
      int marks = History.marks((List<?>) render.data());
      ModelTab tab =
          scenario.shows ? before.with(new ModelTab.Page(false, render.seen(), marks)) : before;
      return next.with(
          index, scenario.seed == Seed.TRIM_ON_RENDER ? tab.trimmedTo(render.seen()) : tab);
    }
    return next;
  }

  private static World refused(World world, int index) {
    int at = world.tab(index).wire();
    ServerFrame.Keep keep = (ServerFrame.Keep) world.wire(at).toTab().get(0);
    return world
        .with(at, world.wire(at).received())
        .sent(at, new ClientFrame.Unkept(keep.gen(), keep.seq(), "quota"));
  }

  private World joined(World world, int index, ServerFrame.Joined joined) {
    ModelTab before = world.tab(index);
    checks.told().joined(before, joined);
    ModelTab tab = shown(arrived(before, joined).joined().showing(joined.seen()), joined);
    World next = world.with(index, tab);
    for (long n : tab.above(scenario.resends ? 0 : joined.seen())) {
      next = next.sent(tab.wire(), event(n));
    }
    return next;
  }

  private World shown(World world, int index) {
    ModelTab tab = world.tab(index);
    return scenario.shows ? world.with(index, tab.with(tab.page().kept(true))) : world;
  }

  private ModelTab shown(ModelTab tab, ServerFrame.Joined joined) {
    if (!scenario.shows) {
      return tab;
    }
    return joined.check().isPresent()
        ? tab.with(tab.page().kept(false))
        : tab.with(new ModelTab.Page(false, joined.seen(), History.marks((List<?>) joined.data())));
  }

  private static ModelTab arrived(ModelTab tab, ServerFrame.Joined joined) {
    long seen = joined.seen();
    if (joined.outcome().equals("new") && joined.reason().isPresent()) {
      return tab.reset();
    }
    if (joined.outcome().equals("forked")) {
      ModelTab forked = tab.forked();
      return joined.reason().isPresent() ? forked.with(tab.outbox().placed(seen)) : forked;
    }
    // The events of a new life, which have not been sent yet, come after those that it has
    // forgotten.
    return tab.isRewound() && tab.trimmed() < seen
        ? tab.with(tab.outbox().placed(seen).toldOf(seen).left())
        : tab;
  }

  private Snapshot snapshot(@Nullable Snapshot stored, ServerFrame.Keep keep) {
    if (keep.base().isEmpty()) {
      return servers.tokens.snapshot(keep.token(), Optional.empty());
    }
    ToldChecks.base(stored, keep.base().get());
    return servers.tokens.snapshot(
        Objects.requireNonNull(stored).token(), Optional.of(keep.token()));
  }

  private World kept(World world, int index, Snapshot snapshot) {
    ModelTab tab = world.tab(index);
    ToldChecks.offered(tab, snapshot);
    Mark mark = snapshot.mark();
    World next =
        world
            .with(index, tab.holding(snapshot))
            .sent(tab.wire(), new ClientFrame.Kept(mark.gen(), mark.seq()));
    return scenario.replays + scenario.rewinds > 0 ? next.replaying(snapshot) : next;
  }

  // --- what reaches a node

  private World reached(World world, int node, List<Move> moves) {
    World next = world;
    List<Input> inputs = new ArrayList<>(moves.size());
    for (Move move : moves) {
      inputs.add(input(next, move));
      next = taken(next, move);
    }
    next = step(next, node, inputs);
    for (Move move : moves) {
      if (move.kind() == Move.Kind.GONE) {
        int wire = move.index();
        next = next.with(wire, next.wire(wire).gone(next.isHeard(wire)));
      }
    }
    return next;
  }

  private static Input input(World world, Move move) {
    return switch (move.kind()) {
      case DELIVER -> new Input.Frame(move.index(), world.wire(move.index()).toServer().get(0));
      case GONE -> new Input.Gone(move.index());
      case EXPIRE -> new Input.Expire();
      case THERE -> new Input.Probed(move.other(), true);
      case NOT_THERE -> new Input.Probed(move.other(), false);
      case ANSWER -> new Input.Answered(move.other(), false);
      case NO_ANSWER -> new Input.Answered(move.other(), true);
      case DRAIN -> new Input.Drain();
      case SLEEP -> new Input.Sleep(move.other());
      case UPDATE -> new Input.Update(move.other());
      case RING -> new Input.Ring(move.other());
      default -> throw new IllegalArgumentException(move + " does not reach a node");
    };
  }

  private static World taken(World world, Move move) {
    return switch (move.kind()) {
      case DELIVER -> world.with(move.index(), world.wire(move.index()).delivered());
      case DRAIN -> world.with(world.used().drain());
      case NO_ANSWER -> world.with(world.used().outage());
      case SLEEP -> world.with(world.used().sleep());
      case UPDATE -> world.with(world.used().update());
      case RING -> world.with(world.used().ring());
      default -> world;
    };
  }

  private World cut(World world, int wire) {
    World next = step(world, world.wire(wire).node(), List.of(new Input.Gone(wire)));
    return next.with(wire, next.wire(wire).broken(next.isHeard(wire)));
  }

  // --- the nodes

  private World crashed(World world, int node) {
    World next = world.with(world.used().crash());
    for (int i = 0; i < next.wires().size(); i++) {
      if (next.wire(i).node() == node && !next.wire(i).isGone()) {
        next = next.with(i, next.wire(i).broken(next.isHeard(i)));
      }
    }
    StepFence.Memory fence = scenario.sharedFence ? next.fenceOf(node) : StepFence.Memory.EMPTY;
    return next.with(node, NodeState.STARTED, fence);
  }

  private World replayed(World world, int node) {
    return world
        .with(world.used().replay())
        .plus(
            Wire.opened(
                node,
                join(world.wires().size(), world.first(), false, OptionalLong.empty(), false)));
  }

  private World step(World world, int node, List<Input> inputs) {
    StepFence.Memory fence = world.fenceOf(node);
    Outcome outcome = servers.step(node, world.node(node), fence, inputs);
    Checks.sockets(outcome.after().face);
    World next = world.with(node, outcome.after(), outcome.fence());
    for (Outcome.Sent sent : outcome.sent()) {
      if (outcome.after().face.drains() && sent.frame().orElse(null) instanceof ServerFrame.Bye) {
        Checks.draining(world, sent.wire());
      }
      next = sent(next, sent);
    }
    checkFrames(world, node, inputs, outcome);
    return next;
  }

  private World sent(World world, Outcome.Sent sent) {
    int wire = sent.wire();
    if (world.wire(wire).isGone()) {
      return world;
    }
    if (sent.code().isPresent()) {
      boolean isReplayed = world.used().replays() > 0;
      checks.closing(sent.code().get(), wire, world.isHeard(wire), isReplayed);
      return world.with(wire, world.wire(wire).closing(sent.code().get()));
    }
    ServerFrame frame = sent.frame().orElseThrow();
    if (frame instanceof ServerFrame.Bye) {
      Checks.leaving(world.wire(wire));
    }
    return world.isHeard(wire) ? world.with(wire, world.wire(wire).answered(frame)) : world;
  }

  private void checkFrames(World world, int node, List<Input> inputs, Outcome outcome) {
    NodeState before = world.node(node);
    for (Input input : inputs) {
      if (input instanceof Input.Frame frame && frame.frame() instanceof ClientFrame.Join) {
        checkJoin(world, node, frame, outcome);
      } else if (input instanceof Input.Answered answered) {
        checkJoin(world, node, before.face.asking().get(answered.index()), outcome);
      } else if (input instanceof Input.Frame frame && inputs.size() == 1) {
        Checks.frame(before, frame.wire(), outcome);
      }
    }
  }

  private void checkJoin(World world, int node, Input.Frame frame, Outcome outcome) {
    ClientFrame.Join join = (ClientFrame.Join) frame.frame();
    if (join.token().isPresent()) {
      Snapshot token = servers.tokens.snapshot(join.token().get(), join.patch());
      checks.owned(world, world.fenceOf(node), frame, token, outcome);
    }
  }
}
