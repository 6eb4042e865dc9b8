package dev.livestash.internal.session;

import dev.livestash.fence.StepFence;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.internal.wire.ServerFrame;
import java.util.List;
import java.util.Optional;

/**
 * What came of a node's step.
 *
 * @param after the node
 * @param fence its fence's memory
 * @param sent what it sent, in order
 */
record Outcome(NodeState after, StepFence.Memory fence, List<Sent> sent) {

  /** A frame or a close. */
  record Sent(int wire, Optional<ServerFrame> frame, Optional<CloseCode> code) {}
}
