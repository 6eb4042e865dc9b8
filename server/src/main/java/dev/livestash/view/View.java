package dev.livestash.view;

import java.lang.reflect.Type;
import java.util.Optional;

/**
 * A page's server side: it makes a first state, handles events, and renders.
 *
 * <p>One {@code View} object serves every tab, so it holds no state of any of them. A tab's state
 * is one immutable value of type {@code S}, passed to each method and returned anew by the event
 * handlers; LiveStash keeps it, seals it after each change, and brings it back. What belongs to one
 * attached tab and is not state (a subscription, a timer, a cache) is a {@linkplain Context#local
 * local} of its context.
 *
 * <p>Calls for one tab never overlap and each sees the effects of the one before; calls for
 * different tabs run at the same time.
 *
 * @param <S> the state: an immutable value that Jackson writes to JSON and reads back, best a
 *     record
 */
public interface View<S> {

  /**
   * The type that a restored state is bound to. Checked when the view is mounted, with all that it
   * is made of: it must be written and read back.
   *
   * <pre>{@code
   * public Class<Cart> stateType() { return Cart.class; }
   * public Type stateType() { return new TypeReference<List<Cart>>() {}.getType(); }
   * }</pre>
   *
   * @return the class of {@code S}; if it has type arguments, the type with them
   */
  Type stateType();

  /**
   * The version of the state's shape. Raise it whenever JSON written by the class of before would
   * not bind to the class of now, or would bind to another meaning, and say in {@link #migrations}
   * how the one becomes the other.
   *
   * @return the version, at least 1
   */
  default int stateVersion() {
    return 1;
  }

  /**
   * Declares how states of earlier versions become one of the present version. Called once, when
   * the view is mounted. Without a step from its version a state is not restored.
   *
   * @param on takes the steps
   */
  default void migrations(Migrations on) {}

  /**
   * What becomes of a tab that comes back with an older state than it had.
   *
   * @return {@link Rewind#FORK} by default
   */
  default Rewind rewind() {
    return Rewind.FORK;
  }

  /**
   * The state that a new instance starts with, and that {@link Context#reset()} goes back to.
   *
   * @param context the tab that asks
   * @return the first state
   */
  S first(Context<S> context);

  /**
   * Called in place of {@link #first} when the tab came with a state that cannot be used as it is,
   * so that the application may decide itself what becomes of it. The tab gets a new instance all
   * the same: its events that the state does not contain are dropped, and its arrival is {@link
   * Outcome#NEW} with the reason. Never called with a state of another user, view or issuer, nor
   * with one that was tampered with.
   *
   * @param leftover what is left of the tab's state
   * @param context the tab that asks
   * @return the new instance's first state; empty for the one that {@link #first} makes
   */
  default Optional<S> salvage(Leftover leftover, Context<S> context) {
    return Optional.empty();
  }

  /**
   * Declares the event handlers. Called once, when the view is mounted.
   *
   * @param on takes the handlers
   */
  void handlers(ViewHandlers<S> on);

  /**
   * What the page needs to show: any value that Jackson writes to JSON. Called after each event or
   * change, several that come together counting as one, and at every attach, but for those that
   * {@link dev.livestash.LiveStashBuilder#release} tells of.
   *
   * <p>A tab that can is sent only what has changed since the render before: like a state, a render
   * and what is in it must not be changed once it was returned, nor may what its getters say: one
   * that reads a clock says something else each time, so let {@code render} read it, and hold the
   * time that is left. An object that is the very same as before is not looked into. What is made
   * anew with equal content costs the time to compare it, and no bytes. Renders of less than 512
   * bytes, and those of a view with {@link Rewind#REFUSE}, are sent whole.
   *
   * @param state the state to show
   * @param context the tab that shows it
   * @return the data of the {@code joined} or {@code render} frame
   */
  Object render(S state, Context<S> context);

  /**
   * Whether the state of a tab that is there and idle may rest with the tab alone, until something
   * happens to it. What the server then keeps of the tab is its socket and less than a kilobyte.
   * Its next event brings the state back: {@linkplain Context#local locals} are closed when it goes
   * to sleep, and {@link #attached} is called, with the outcome {@link Outcome#WOKEN}, when it
   * wakes. So false is for a view whose locals do work of their own that must go on, such as a
   * timer or a subscription. Asked once, when the view is mounted. See {@link
   * dev.livestash.settings.Times#withSleepAfter}.
   *
   * @return true by default
   */
  default boolean sleeps() {
    return true;
  }

  /**
   * What becomes of a {@linkplain Context#update change from outside}, or a {@linkplain
   * Context#join group's} message, while the state sleeps in its tab. It wakes it: the tab is asked
   * for its state, and the change is made. Or it waits: of several that come meanwhile the newest
   * is made when the tab wakes, and the others never are; for what goes out to very many tabs, and
   * says all that there is to say. Asked once, when the view is mounted.
   *
   * @return true, that it wakes it, by default
   */
  default boolean wakesForUpdates() {
    return true;
  }

  /**
   * Called at every attach, before its first render, when {@link Context#arrival()} tells how the
   * state came to be here. Rebuild here what is not state, as {@linkplain Context#local locals}:
   * those of the attach before are closed.
   *
   * <p>Without this method, a tab that comes back while its page shows its state may be left with
   * both until something happens, as if it had slept, where the application names its {@linkplain
   * dev.livestash.LiveStashBuilder#release release}.
   *
   * @param state the state, first, restored or adopted
   * @param context the tab that attached
   */
  default void attached(S state, Context<S> context) {}
}
