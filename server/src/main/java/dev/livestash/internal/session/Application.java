package dev.livestash.internal.session;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The boundary to the application's code: whatever that throws is a value on this side, and stands
 * in the log. An {@link Error} is the application's fault like any other, as long as the JVM goes
 * on.
 */
final class Application {
  private Application() {}

  /**
   * Calls the application.
   *
   * @param what is done, for the log
   * @return what it returned; empty if it has thrown
   */
  static <T> Optional<T> tried(String what, Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (Throwable failure) {
      log(what, failure);
      return Optional.empty();
    }
  }

  /** A tab that is sent away on purpose is no failure. */
  static void log(String what, Throwable failure) {
    if (!(failure instanceof RefusedException)) {
      System.getLogger("dev.livestash").log(Level.ERROR, what + " failed", failure);
    }
  }
}
