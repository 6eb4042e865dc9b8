package dev.livestash.internal.snapshot;

import dev.livestash.internal.state.BindResult;
import dev.livestash.internal.state.Difference;
import dev.livestash.internal.state.JsonSlice;
import dev.livestash.internal.state.StateCodec;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads back what is about to be sealed, and says what is not as it was. Where states are checked,
 * each time; elsewhere once, with the first state, and without showing it.
 */
final class ReadBackCheck<S> {
  private static final String WHAT_TO_DO =
      " Declare the member with the type that its values have, or teach Jackson to write all of it"
          + " (annotations, or a module of the mapper's); docs/types.md says which types work.";

  private final StateCodec<S> codec;
  private final boolean inDevelopment;
  private final OnceLog log;
  private final AtomicBoolean hasChecked = new AtomicBoolean();

  ReadBackCheck(StateCodec<S> codec, boolean inDevelopment, OnceLog log) {
    this.codec = codec;
    this.inDevelopment = inDevelopment;
    this.log = log;
  }

  /**
   * Compares a state with the plaintext that is about to be sealed.
   *
   * @param claimsBytes how many bytes stand before the state's colon
   * @param stateBytes how many bytes the state has
   */
  void check(String view, S state, byte[] plaintext, int claimsBytes, int stateBytes) {
    if (inDevelopment || (!hasChecked.get() && !hasChecked.getAndSet(true))) {
      check(view, state, new JsonSlice(plaintext, claimsBytes + 1, stateBytes));
    }
  }

  private void check(String view, S state, JsonSlice json) {
    BindResult<S> read = codec.bind(json);
    if (read instanceof BindResult.Fit<S> fit) {
      differences(view, state, fit.state()).forEach(one -> say(view, one));
    } else {
      String why = ((BindResult.Unfit<S>) read).why().text(inDevelopment);
      log.say(
          Level.ERROR,
          "unbound" + why,
          "The state of "
              + view
              + " will not come back, its token does not bind"
              + why
              + "."
              + WHAT_TO_DO);
    }
  }

  /** None, if what the application's classes say of their equality cannot be asked. */
  private List<Difference> differences(String view, S was, S is) {
    try {
      return codec.differences(was, is);
    } catch (Throwable failure) {
      log.say(
          Level.WARNING,
          "incomparable",
          "The state of "
              + view
              + " cannot be compared with what comes back of it, for a method of its classes throws "
              + failure.getClass().getName()
              + ".");
      return List.of();
    }
  }

  private void say(String view, Difference difference) {
    String path = difference.path().isEmpty() ? "" : " at " + difference.path();
    String what = inDevelopment ? difference.values() : difference.classes();
    log.say(
        Level.ERROR,
        "differs" + path,
        "The state of "
            + view
            + " comes back as another one"
            + path
            + ": "
            + what
            + "."
            + WHAT_TO_DO);
  }
}
