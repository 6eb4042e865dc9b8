package dev.livestash.internal.session;

import dev.livestash.internal.snapshot.OnceLog;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The boundary to the application's code: whatever that throws is a value on this side, and stands
 * in the log. An {@link Error} is the application's fault like any other, as long as the JVM goes
 * on.
 *
 * <p>A tab can have the same thrown as often as it likes, and a trace is long: each case is said
 * once.
 */
final class Application {
  private static final int MAX_CAUSES = 16;

  private final OnceLog log = new OnceLog();

  /**
   * Calls the application.
   *
   * @param what is done, for the log: nothing that a tab chooses
   * @return what it returned; empty if it has thrown
   */
  <T> Optional<T> tried(String what, Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (Throwable failure) {
      failed(what, what, failure);
      return Optional.empty();
    }
  }

  /**
   * Something has thrown. A tab that is sent away on purpose is no failure.
   *
   * @param about what makes it the same case as another one, beside what is thrown and where:
   *     nothing that a tab chooses
   * @param what has failed
   */
  void failed(String about, String what, Throwable failure) {
    if (failure instanceof RefusedException) {
      return;
    }
    log.say(Level.ERROR, about + " " + where(failure), what + " failed", failure);
  }

  /** Not its message, in which there may be anything. */
  private static String where(Throwable failure) {
    Throwable root = failure;
    for (int deep = 0; root.getCause() != null && deep < MAX_CAUSES; deep++) {
      root = root.getCause();
    }
    // Of a helper of the JDK's, which many call, its caller.
    String place =
        Arrays.stream(root.getStackTrace())
            .filter(frame -> !frame.getClassName().startsWith("java."))
            .findFirst()
            .map(StackTraceElement::toString)
            .orElse("");
    return failure.getClass().getName() + " " + root.getClass().getName() + " " + place;
  }
}
