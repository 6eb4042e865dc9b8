package dev.livestash.internal.session;

import dev.livestash.fence.StepFence;
import dev.livestash.internal.session.Violation.Kind;
import dev.livestash.internal.wire.ClientFrame;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.internal.wire.ServerFrame;
import dev.livestash.view.Rewind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold in every world, and at every step. */
final class Checks {
  private static final Set<CloseCode> LAWFUL =
      Set.of(CloseCode.SUPERSEDED, CloseCode.SERVICE_RESTART);

  private final Scenario scenario;
  private final ToldChecks told;

  Checks(Scenario scenario) {
    this.scenario = scenario;
    this.told = new ToldChecks(scenario);
  }

  /** What must hold of each frame that a tab receives. */
  ToldChecks told() {
    return told;
  }

  // --- every world

  void world(World world) {
    for (ModelTab tab : world.tabs()) {
      tab(tab);
      if (!tab.isCopy() && !tab.isRewound()) {
        world.fences().forEach(fence -> mark(tab.stored(), fence));
      }
    }
    for (int i = 0; i < world.wires().size(); i++) {
      Violation.unless(
          world.wire(i).unanswered() <= 1 || isIgnored(Kind.TWO_IN_FLIGHT),
          Kind.TWO_IN_FLIGHT,
          "on wire " + i);
    }
  }

  private boolean isIgnored(Kind kind) {
    return scenario.ignored.contains(kind);
  }

  private void tab(ModelTab tab) {
    told.history(tab.seen(), tab.events());
    Violation.unless(
        tab.trimmed() <= Math.max(tab.seen(), tab.outbox().told()) || tab.isCopy(),
        Kind.EVENT_LOST,
        tab);
  }

  private static void mark(@Nullable Snapshot stored, StepFence.Memory fence) {
    Violation.unless(
        stored == null || fence.kept(stored.sid()).compareTo(stored.mark()) <= 0,
        Kind.MARK_AHEAD,
        fence);
  }

  // --- at rest

  /** Whether nothing is on its way or to be done, so that nothing may be missing. */
  boolean isAtRest(World world) {
    for (ModelTab tab : world.tabs()) {
      if (tab.isOffline() || tab.issued() < scenario.events || !world.wire(tab.wire()).isOpen()) {
        return false;
      }
    }
    for (NodeState node : world.nodes()) {
      if (!node.face.probed().isEmpty() || !node.face.asking().isEmpty()) {
        return false;
      }
    }
    for (Wire wire : world.wires()) {
      if (!wire.toServer().isEmpty() || !wire.toTab().isEmpty()) {
        return false;
      }
    }
    return true;
  }

  void rest(World world) {
    for (ModelTab tab : world.tabs()) {
      Violation.unless(tab.live(), Kind.STUCK, "the join is not answered");
      Violation.unless(isStored(world, tab), Kind.STUCK, tab);
      int node = world.wire(tab.wire()).node();
      Violation.unless(
          isChanged(world.node(node).face, tab) || world.used().refusals() > 0,
          Kind.UPDATE_LOST,
          tab);
      Violation.unless(
          !world.node(node).face.unsettled().contains(tab.wire()),
          Kind.STUCK,
          "the server waits for an answer");
      // Whoever replays a token owns the instance, until the tab joins again.
      if (world.used().replays() == 0 && !isIgnored(Kind.STUCK)) {
        isKnown(tab.stored(), world.fenceOf(node));
      }
    }
  }

  /** Whether it stores all its events, but for those of a snapshot that it could not store. */
  private boolean isStored(World world, ModelTab tab) {
    return world.used().refusals() > 0
        || (tab.seen() == tab.issued() && tab.trimmed() == tab.issued());
  }

  /** Whether it has what its session was changed by, if that is still the same one. */
  private static boolean isChanged(NodeState.Face face, ModelTab tab) {
    return tab.marks() > 0 || !face.updated().contains(tab.wire());
  }

  private static void isKnown(@Nullable Snapshot stored, StepFence.Memory fence) {
    Violation.unless(
        stored == null || fence.kept(stored.sid()).equals(stored.mark()),
        Kind.STUCK,
        "the fence has not heard of " + stored);
  }

  // --- what a node does

  static void sockets(NodeState.Face face) {
    Violation.unless(face.strays().isEmpty(), Kind.TWO_SOCKETS, face.strays());
    Violation.unless(face.leaks().isEmpty(), Kind.LEAK, face.leaks());
  }

  void closing(CloseCode code, int wire, boolean isHeard, boolean isReplayed) {
    Violation.unless(code != CloseCode.PROTOCOL_ERROR, Kind.BROKEN_PROTOCOL, "wire " + wire);
    boolean isOutage = code == CloseCode.TRY_AGAIN_LATER && scenario.outages > 0;
    // Where answers wait for the fence, a socket is told of another owner: one that its tab has
    // left, or that of a tab whose token somebody else replays.
    boolean isOvertaken =
        code == CloseCode.TRY_AGAIN_LATER
            && scenario.rewind == Rewind.REFUSE
            && (!isHeard || isReplayed);
    Violation.unless(
        LAWFUL.contains(code) || isOutage || isOvertaken, Kind.FAILED, code + " on wire " + wire);
  }

  /** What comes on a socket that no session has must not matter. */
  static void frame(NodeState before, int wire, Outcome outcome) {
    Violation.unless(
        before.face.owners().contains(wire)
            || (outcome.after() == before && outcome.sent().isEmpty()),
        Kind.LISTENED_TO,
        "wire " + wire);
  }

  /**
   * A node in good order waits until the tab has stored the newest state; it need not where the tab
   * has brought that.
   */
  static void leaving(Wire wire) {
    Violation.unless(
        wire.unanswered() == 0 || wire.hasComeAsleep(), Kind.FAILED, "left too early: " + wire);
  }

  /** So it does until the tab has what came from outside; unless that does not bring its state. */
  static void draining(World before, int wire) {
    int index = before.tabAt(wire);
    NodeState.Face face = before.node(before.wire(wire).node()).face;
    Violation.unless(
        index == ModelTab.NONE
            || before.used().rings() > 0
            || before.used().refusals() > 0
            || isChanged(face, before.tab(index)),
        Kind.UPDATE_LOST,
        "left too early: " + before.wire(wire));
  }

  /** Checks who was given an instance, against what its fence knew before. */
  void owned(
      World before, StepFence.Memory fence, Input.Frame frame, Snapshot token, Outcome outcome) {
    for (Outcome.Sent sent : outcome.sent()) {
      if (sent.wire() == frame.wire()
          && sent.frame().orElse(null) instanceof ServerFrame.Joined joined
          && joined.sid().equals(token.sid())) {
        if (scenario.isLate) {
          answered(before, fence, frame.wire(), token, joined);
        } else {
          claimed(fence, (ClientFrame.Join) frame.frame(), token, joined);
        }
      }
    }
  }

  private static void claimed(
      StepFence.Memory fence, ClientFrame.Join join, Snapshot token, ServerFrame.Joined joined) {
    String sid = token.sid();
    Violation.unless(
        token.mark().compareTo(fence.kept(sid)) >= 0 || joined.outcome().equals("adopted"),
        Kind.ROLLED_BACK,
        token);
    Violation.unless(
        joined.gen() > Math.max(fence.gen(sid), token.mark().gen()), Kind.OLD_GENERATION, joined);
    Violation.unless(join.attempt() > fence.attempt(sid), Kind.LATE_OWNER, join.attempt());
  }

  /** An answer may come when another one owns the instance; its socket must be given up then. */
  private static void answered(
      World before, StepFence.Memory fence, int wire, Snapshot token, ServerFrame.Joined joined) {
    boolean isOwner = joined.gen() == fence.gen(token.sid());
    Violation.unless(
        !isOwner
            || token.mark().compareTo(fence.kept(token.sid())) >= 0
            || joined.outcome().equals("adopted"),
        Kind.ROLLED_BACK,
        token);
    Violation.unless(
        isOwner || !before.isHeard(wire) || before.used().replays() > 0,
        Kind.OLD_GENERATION,
        joined);
  }
}
