package dev.livestash.internal.async;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Finds why a stage has failed: {@link java.util.concurrent.CompletionStage} wraps its failures.
 */
public final class Causes {
  private Causes() {}

  /** What has failed, without the wrapping of the stages that it came through. */
  public static Throwable of(Throwable failure) {
    Throwable cause = failure;
    while (isWrapping(cause) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static boolean isWrapping(Throwable failure) {
    return failure instanceof CompletionException || failure instanceof ExecutionException;
  }
}
