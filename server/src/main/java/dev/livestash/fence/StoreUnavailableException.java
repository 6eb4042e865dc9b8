package dev.livestash.fence;

import org.jspecify.annotations.Nullable;

/**
 * An engine that holds fences or snapshots for several nodes did not answer, or not in time: it is
 * down, slow, or refuses work. What was asked may have been done or not.
 */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * The failure.
   *
   * @param message which engine and what was asked, without any token
   * @param cause what its client library says, if anything
   */
  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
