package dev.livestash.internal.session;

import dev.livestash.internal.memory.States;
import java.util.function.BooleanSupplier;

/**
 * A session's place in this node's memory: what it weighs there, and whether it waits for a tab.
 */
final class Stay<T> {
  private final Sessions<T> sessions;
  private final T session;
  private final String sid;
  private final States.Weight weight;
  private boolean lingers;
  private boolean isRestorable;

  Stay(Sessions<T> sessions, T session, String sid, States.Weight weight) {
    this.sessions = sessions;
    this.session = session;
    this.sid = sid;
    this.weight = weight;
  }

  States.Weight weight() {
    return weight;
  }

  /**
   * Its tab is gone: when others need the room, it goes.
   *
   * @param isRestorable whether the tab can bring all of it back
   */
  void lingers(boolean isRestorable) {
    lingers = true;
    this.isRestorable = isRestorable;
    weight.lingers(isRestorable);
    sessions.lingers(session, isRestorable);
  }

  /** Something has happened to it meanwhile, after which its tab may not have all of it. */
  void goesOnLingering(BooleanSupplier stillIsRestorable) {
    if (lingers && isRestorable && !stillIsRestorable.getAsBoolean()) {
      weight.isBack();
      sessions.lingersNoMore(session);
      lingers(false);
    }
  }

  /** A tab is there; since when its state could sleep, or that it cannot. */
  void rests(boolean canSleep) {
    weight.rests(canSleep);
  }

  /** The state is with the tab alone. */
  void sleeps() {
    weight.sleeps();
  }

  /** It was told to sleep, and has not. */
  void staysAwake() {
    weight.staysAwake();
  }

  /** A tab is there. */
  void isBack() {
    if (lingers) {
      weight.isBack();
      sessions.lingersNoMore(session);
      lingers = false;
    }
  }

  void ends() {
    isBack();
    weight.ended();
    sessions.remove(sid, session);
  }
}
