package dev.livestash.internal.session;

import dev.livestash.fence.StepFence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node has become: the steps that lead there, and all that its next step depends on. There
 * is one object for each distinct {@code face}.
 */
final class NodeState {
  /** A node that has just started. */
  static final NodeState STARTED =
      new NodeState(
          null,
          StepFence.Memory.EMPTY,
          List.of(),
          new Face(
              "[][][]false",
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              false,
              false));

  /**
   * What can be told of a node from inside.
   *
   * @param text its sessions and sockets
   * @param owners sockets that a session has
   * @param strays open and attached sockets that are not their session's one
   * @param leaks instances whose session holds on to a socket that is gone
   * @param probed sockets whose peer somebody asked for
   * @param asking joins that wait for the fence's answer
   * @param unsettled sockets whose tab has not acknowledged the newest state
   * @param idle sockets whose session could sleep
   * @param sleeping sockets whose session sleeps
   * @param updated sockets whose tab must come to see a change from outside
   * @param lingers whether a session waits for its tab
   * @param drains whether it is leaving
   */
  record Face(
      String text,
      List<Integer> owners,
      List<Integer> strays,
      List<String> leaks,
      List<Integer> probed,
      List<Input.Frame> asking,
      List<Integer> unsettled,
      List<Integer> idle,
      List<Integer> sleeping,
      List<Integer> updated,
      boolean lingers,
      boolean drains) {}

  final @Nullable NodeState before;
  final StepFence.Memory fence;
  final List<Input> step;
  final Face face;

  NodeState(@Nullable NodeState before, StepFence.Memory fence, List<Input> step, Face face) {
    this.before = before;
    this.fence = fence;
    this.step = step;
    this.face = face;
  }

  /** The same without any session. */
  NodeState forgotten() {
    return face.drains() ? this : STARTED;
  }
}
