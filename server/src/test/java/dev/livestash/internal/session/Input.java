package dev.livestash.internal.session;

import dev.livestash.internal.wire.ClientFrame;

/** What reaches a node from outside. */
sealed interface Input {
  /** A frame on a socket; its first one opens it. */
  record Frame(int wire, ClientFrame frame) implements Input {}

  /** A socket is gone. */
  record Gone(int wire) implements Input {}

  /** The session that has lingered longest has lingered long enough. */
  record Expire() implements Input {}

  /** A probe is answered: it is the node's oldest, or so many after it. */
  record Probed(int index, boolean isThere) implements Input {}

  /** The fence's answer arrives, or none in time; by the order of the wires that wait. */
  record Answered(int index, boolean isDown) implements Input {}

  /** The session of a socket was idle for long enough. */
  record Sleep(int wire) implements Input {}

  /** What the sleeping session of a socket waits for is due. */
  record Ring(int wire) implements Input {}

  /** The state of a socket's session is changed from outside. */
  record Update(int wire) implements Input {}

  /** The node is told to leave. */
  record Drain() implements Input {}
}
