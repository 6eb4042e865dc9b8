package dev.livestash.internal.session;

import dev.livestash.fence.StoreUnavailableException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What a fence has answered. */
final class FenceAnswer {
  private FenceAnswer() {}

  /** The answer of a complete stage; empty if the fence's engine did not give one. */
  static <T> Optional<T> of(CompletableFuture<T> answer) {
    try {
      return Optional.of(answer.join());
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof StoreUnavailableException) {
        return Optional.empty();
      }
      throw failure;
    }
  }
}
