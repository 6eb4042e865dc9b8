package dev.livestash.view;

/**
 * What a view makes of a tab that comes back with an older state than it had: a browser that was
 * killed and had not written its newest state yet, a copied tab, or a user who tries.
 *
 * <p>State in a browser is secret and authentic, but against its own user it is only as fresh as
 * the {@linkplain Fencing fence} can tell. Where the session is still in the server's memory, none
 * of this matters: the tab goes on with it.
 */
public enum Rewind {
  /**
   * The tab goes on from the older state, as a new instance, so that no event's key is ever used
   * twice: its arrival is {@link Outcome#FORKED} with the reason {@code stale}. For most states.
   */
  FORK,

  /**
   * Nothing that a user has seen can be taken back: for attempts, credits, stock. Older states and
   * those of copied tabs start anew, with the reason {@code stale}; and what came of an event,
   * answer or render, leaves the server only when the tab has kept its snapshot and the fence knows
   * that, one more way there and back. A tab that comes back before that sends its event again, and
   * a change from outside that was not kept by then is undone. A state that cannot be stored shows
   * nothing: give it an overflow store.
   */
  REFUSE
}
