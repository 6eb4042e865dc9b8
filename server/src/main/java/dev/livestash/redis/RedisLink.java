package dev.livestash.redis;

import dev.livestash.fence.StoreUnavailableException;
import dev.livestash.internal.async.Causes;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection, which all commands of a node share: Redis answers them in order, so that no pool
 * is needed. It is made without waiting; until it is there, and whenever it is broken, commands
 * fail at once.
 */
final class RedisLink implements AutoCloseable {
  /** How many commands may be unanswered; one beyond fails at once. */
  static final int MAX_UNANSWERED = 20_000;

  /**
   * How many commands in a row may go unanswered before their connection is ended: it may lead
   * nowhere, which TCP notices after a quarter of an hour.
   */
  static final int MAX_TIMEOUTS_IN_A_ROW = 3;

  private static final Duration MIN_RECONNECT = Duration.ofMillis(10);
  private static final Duration MAX_RECONNECT = Duration.ofSeconds(1);
  private static final long RECONNECT_BASE_MILLIS = 20;
  private static final int THREADS = 2;
  private static final Duration MAX_CLOSING = Duration.ofSeconds(1);

  private final ClientResources resources =
      ClientResources.builder()
          .ioThreadPoolSize(THREADS)
          .computationThreadPoolSize(THREADS)
          .reconnectDelay(
              Delay.fullJitter(
                  MIN_RECONNECT, MAX_RECONNECT, RECONNECT_BASE_MILLIS, TimeUnit.MILLISECONDS))
          .build();
  private final RedisClient client = RedisClient.create(resources);
  private final RedisURI uri;
  private @Nullable CompletableFuture<StatefulRedisConnection<String, String>> connection;
  private int timeoutsInARow;
  private boolean closed;

  RedisLink(RedisURI uri, Duration timeout) {
    this.uri = RedisURI.builder(uri).withTimeout(timeout).build();
    client.setOptions(options(timeout));
    var unused = connection();
  }

  private static ClientOptions options(Duration timeout) {
    return ClientOptions.builder()
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        // What was sent on a connection that broke is not sent again: it may have been done.
        .replayFilter(command -> true)
        .requestQueueSize(MAX_UNANSWERED)
        .timeoutOptions(TimeoutOptions.enabled(timeout))
        .socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
        .build();
  }

  /** Gives a command, and says what came of it; any failure is that Redis is not available. */
  <T> CompletionStage<T> ask(
      String what, Function<RedisAsyncCommands<String, String>, CompletionStage<T>> command) {
    CompletableFuture<StatefulRedisConnection<String, String>> to = connection();
    if (!to.isDone() && to.getNumberOfDependents() >= MAX_UNANSWERED) {
      return CompletableFuture.failedFuture(unavailable(what + ", too many wait", null));
    }
    return to.thenCompose(open -> command.apply(open.async()))
        .whenComplete((answer, failure) -> noted(to, failure))
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(named(what, failure)));
  }

  @SuppressWarnings("ReferenceEquality") // what comes of a connection before does not matter
  private synchronized void noted(
      CompletableFuture<StatefulRedisConnection<String, String>> from,
      @Nullable Throwable failure) {
    if (from != connection) {
      return;
    }
    timeoutsInARow =
        failure != null && Causes.of(failure) instanceof RedisCommandTimeoutException
            ? timeoutsInARow + 1
            : 0;
    if (timeoutsInARow >= MAX_TIMEOUTS_IN_A_ROW) {
      timeoutsInARow = 0;
      connection = null;
      var unused = from.thenCompose(StatefulRedisConnection::closeAsync);
    }
  }

  /** Lettuce connects again by itself, but not for the first time. */
  private synchronized CompletableFuture<StatefulRedisConnection<String, String>> connection() {
    if (closed) {
      return CompletableFuture.failedFuture(unavailable("closed", null));
    }
    if (connection == null || connection.isCompletedExceptionally()) {
      connection = client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
    }
    return connection;
  }

  private static Throwable named(String what, Throwable failure) {
    Throwable cause = Causes.of(failure);
    boolean isRedis = cause instanceof RedisException || cause instanceof CancellationException;
    return isRedis ? unavailable(what, cause) : cause;
  }

  private static StoreUnavailableException unavailable(String what, @Nullable Throwable cause) {
    return new StoreUnavailableException("Redis did not answer: " + what, cause);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    client.shutdown(Duration.ZERO, MAX_CLOSING);
    var unused =
        resources
            .shutdown(0, MAX_CLOSING.toMillis(), TimeUnit.MILLISECONDS)
            .awaitUninterruptibly(MAX_CLOSING.toMillis());
  }
}
