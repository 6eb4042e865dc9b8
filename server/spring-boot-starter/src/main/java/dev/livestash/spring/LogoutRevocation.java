package dev.livestash.spring;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.springframework.context.ApplicationListener;
import org.springframework.security.authentication.event.LogoutSuccessEvent;

/**
 * Revokes what is bound to a user who logs out. While the shared fence does not answer, it asks
 * again a few times: what only this node knows, the others would never hear of.
 */
final class LogoutRevocation implements ApplicationListener<LogoutSuccessEvent>, AutoCloseable {
  private static final Logger LOG = System.getLogger(LogoutRevocation.class.getName());
  private static final int MAX_REPEATS = 5;

  private final Function<String, CompletionStage<Void>> revoke;
  private final BiConsumer<Duration, Runnable> later;
  private volatile boolean isClosed;

  /** One that repeats on a thread of the JVM's. */
  LogoutRevocation(Function<String, CompletionStage<Void>> revoke) {
    this(
        revoke,
        (pause, task) ->
            CompletableFuture.delayedExecutor(pause.toSeconds(), TimeUnit.SECONDS).execute(task));
  }

  /**
   * One that repeats as it is told.
   *
   * @param revoke tells all nodes
   * @param later runs a task after a pause
   */
  LogoutRevocation(
      Function<String, CompletionStage<Void>> revoke, BiConsumer<Duration, Runnable> later) {
    this.revoke = revoke;
    this.later = later;
  }

  @Override
  public void onApplicationEvent(LogoutSuccessEvent logout) {
    revoke(logout.getAuthentication().getName(), 0);
  }

  private void revoke(String name, int repeats) {
    var unused =
        revoke
            .apply(name)
            .whenComplete(
                (told, failure) -> {
                  if (failure != null) {
                    failed(name, repeats, failure);
                  }
                });
  }

  /** Whose logout it is, and with what name, is nothing for a log. */
  private void failed(String name, int repeats, Throwable failure) {
    if (repeats == MAX_REPEATS) {
      LOG.log(
          Level.WARNING,
          "The other nodes were not told of a logout: the user's tabs there stay open, and their"
              + " tokens good, until they expire or the user logs out again.",
          failure);
      return;
    }
    Duration pause = Duration.ofSeconds(1L << repeats);
    LOG.log(
        Level.WARNING,
        "The other nodes could not be told of a logout; they are told again in {0} s: {1}",
        pause.toSeconds(),
        failure);
    later.accept(pause, () -> repeat(name, repeats + 1));
  }

  private void repeat(String name, int repeats) {
    if (!isClosed) {
      revoke(name, repeats);
    }
  }

  /** Repeats nothing any more. */
  @Override
  public void close() {
    isClosed = true;
  }
}
