package dev.livestash.internal.session;

import java.util.function.UnaryOperator;

/** What a context may ask of its session, from any thread. */
interface Updates<S> {
  String sid();

  /** Changes the state in the session's turn. */
  void update(UnaryOperator<S> change);

  /** Goes back to the first state, as the present tab's parameters would have it. */
  void reset();

  /** Sends the tab away for good, in the session's turn. */
  void refuse(String reason);
}
