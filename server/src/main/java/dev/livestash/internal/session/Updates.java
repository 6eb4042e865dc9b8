package dev.livestash.internal.session;

import java.util.function.UnaryOperator;

/** What a context may ask of its session, from any thread. */
interface Updates<S> {
  String sid();

  /** What comes to it from elsewhere than its tab. */
  FromOutside<S> outside();

  /** Sends the tab away for good, in the session's turn. */
  void refuse(String reason);

  /** What a session does that its tab has not asked for; each from any thread. */
  interface FromOutside<S> {
    void update(UnaryOperator<S> change);

    /** Goes back to the first state, as the present tab's parameters would have it. */
    void reset();

    /** Sends its page what is no state, in the session's turn. */
    void push(String name, Object data);

    void publish(String group, String name, Object data);

    Memberships memberships();
  }
}
