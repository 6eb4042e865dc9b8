package dev.livestash.redis;

import dev.livestash.fence.StoreUnavailableException;
import dev.livestash.internal.async.Causes;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection, which all commands of a node share: Redis answers them in order, so that no pool
 * is needed. It is made without waiting; until it is there, commands wait for it as long as they
 * may take, and whenever it is broken, they fail at once.
 */
final class RedisLink implements AutoCloseable {
  /**
   * How many commands may go astray before a new connection takes the place of theirs: it may lead
   * nowhere, which TCP notices after a quarter of an hour, or to a server that was succeeded.
   */
  static final int MAX_ASTRAY = 3;

  private static final Duration MIN_RECONNECT = Duration.ofMillis(10);
  private static final Duration MAX_RECONNECT = Duration.ofSeconds(1);
  private static final long RECONNECT_BASE_MILLIS = 20;
  private static final int THREADS = 2;
  private static final Duration MAX_CLOSING = Duration.ofSeconds(1);

  /** How often it is looked whether what is published is still heard, in timeouts of a command. */
  private static final int TIMEOUTS_BETWEEN_LOOKS = 5;

  private final ClientResources resources =
      ClientResources.builder()
          .ioThreadPoolSize(THREADS)
          .computationThreadPoolSize(THREADS)
          .reconnectDelay(
              Delay.fullJitter(
                  MIN_RECONNECT, MAX_RECONNECT, RECONNECT_BASE_MILLIS, TimeUnit.MILLISECONDS))
          .build();
  private final Route route;
  private final Duration timeout;
  private final InOrder<Route.Open> waiting = new InOrder<>();
  private @Nullable CompletableFuture<Route.Open> connection;
  private int astray;
  private boolean replacing;

  /** Whether the connection has answered since a new one was asked for in its place. */
  private boolean answers;

  private boolean closed;

  /** Whether it was said that nothing is heard. */
  private final AtomicBoolean isDeaf = new AtomicBoolean();

  RedisLink(Function<ClientResources, Route> route, Duration timeout) {
    this.route = route.apply(resources);
    this.timeout = timeout;
    var unused = connection();
  }

  /** Gives a command, and says what came of it; any failure is that Redis is not available. */
  <T> CompletionStage<T> ask(
      String what,
      Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> command) {
    return askOpen(what, open -> command.apply(open.commands()));
  }

  /** As {@link #ask}, with the way itself. */
  <T> CompletionStage<T> askOpen(String what, Function<Route.Open, CompletionStage<T>> command) {
    if (waiting.size() >= Route.MAX_UNANSWERED) {
      return CompletableFuture.failedFuture(unavailable(what + ", too many wait", null));
    }
    CompletableFuture<Route.Open> to = connection();
    CompletableFuture<Route.Open> turn = waiting.after(to);
    CompletableFuture<T> answer = turn.thenCompose(command);
    if (!turn.isDone()) {
      var unused = answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
    return answer
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                answered(to);
              } else if (route.leadsAstray(Causes.of(failure))) {
                wentAstray(to);
              }
            })
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(named(what, failure)));
  }

  /**
   * Opens a connection to hear what is published, as often as it takes until one is open and told
   * what to hear; and again whenever it leads nowhere.
   *
   * @param what tells it what to hear, and may do so again: that it is answered shows that it hears
   */
  void subscribe(
      Function<StatefulRedisPubSubConnection<String, String>, CompletionStage<Void>> what) {
    if (isClosed()) {
      return;
    }
    var unused =
        CompletableFuture.completedFuture(route)
            .thenCompose(Route::openToHear)
            .thenCompose(open -> new Ear(open, what).opens())
            .exceptionally(
                failure -> {
                  sayThatNothingIsHeard(Causes.of(failure));
                  later(timeout, () -> subscribe(what));
                  return null;
                });
  }

  /** Once, until something is heard. */
  private void sayThatNothingIsHeard(Throwable cause) {
    if (!isClosed() && isDeaf.compareAndSet(false, true)) {
      // What a server says of a command; an address may have a password in it.
      boolean isRefused = cause instanceof RedisCommandExecutionException;
      System.getLogger("dev.livestash")
          .log(
              Level.WARNING,
              "Redis does not let messages be heard ({0}): those of other nodes do not come here."
                  + " That is tried again until it does.",
              isRefused ? cause.getMessage() : "it does not answer");
    }
  }

  private void sayThatMessagesAreLost(String why) {
    if (!isClosed()) {
      System.getLogger("dev.livestash")
          .log(
              Level.WARNING,
              "Redis {0} where messages are heard: those of the last seconds, and until it is"
                  + " reached again, are lost to this node.",
              why);
    }
  }

  /**
   * A connection on which what is published is heard. One that breaks is made again by itself; what
   * is published meanwhile is not heard.
   */
  private final class Ear implements RedisConnectionStateListener {
    private final StatefulRedisPubSubConnection<String, String> open;
    private final Function<StatefulRedisPubSubConnection<String, String>, CompletionStage<Void>>
        what;

    Ear(
        StatefulRedisPubSubConnection<String, String> open,
        Function<StatefulRedisPubSubConnection<String, String>, CompletionStage<Void>> what) {
      this.open = open;
      this.what = what;
    }

    /** Until it hears for the first time, nothing is lost with it. */
    CompletionStage<Void> opens() {
      return what.apply(open)
          .whenComplete(
              (done, failure) -> {
                if (failure == null) {
                  open.addListener(this);
                  hears();
                } else {
                  leave();
                }
              });
    }

    private void hears() {
      isDeaf.set(false);
      later(timeout.multipliedBy(TIMEOUTS_BETWEEN_LOOKS), this::look);
    }

    /** Who only listens would take a connection that leads nowhere for silence. */
    private void look() {
      var unused =
          what.apply(open)
              .whenComplete(
                  (done, failure) -> {
                    if (failure == null) {
                      hears();
                    } else {
                      if (open.isOpen()) {
                        sayThatMessagesAreLost("did not answer");
                      }
                      leave();
                      subscribe(what);
                    }
                  });
    }

    /** That it is left is no news. */
    private void leave() {
      open.removeListener(this);
      var unused = open.closeAsync();
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
      sayThatMessagesAreLost("has left");
    }
  }

  @SuppressWarnings("ReferenceEquality") // what comes of a connection before does not matter
  private synchronized void answered(CompletableFuture<Route.Open> by) {
    answers |= by == connection;
  }

  @SuppressWarnings("ReferenceEquality") // what comes of a connection before does not matter
  private synchronized void wentAstray(CompletableFuture<Route.Open> from) {
    if (from != connection || !isOpen(from) || replacing || closed) {
      return;
    }
    astray++;
    if (astray >= MAX_ASTRAY) {
      replacing = true;
      answers = false;
      replace(from);
    }
  }

  private static boolean isOpen(CompletableFuture<?> connection) {
    return connection.isDone() && !connection.isCompletedExceptionally();
  }

  /**
   * Makes a new connection beside one, which goes on until the new one is there and what was asked
   * of it is answered: it may be good for other keys, or be so again. No more often than a command
   * may take.
   *
   * <p>Where there is no new one either, the former goes on if it has answered meanwhile. Otherwise
   * it is left all the same, for it holds all that was ever sent on it.
   */
  private void replace(CompletableFuture<Route.Open> former) {
    CompletableFuture<Route.Open> next = open();
    var unused =
        next.whenComplete(
            (open, failure) -> {
              if (failure == null) {
                succeed(next);
              }
              later(timeout, () -> replaced(former));
            });
  }

  private void later(Duration delay, Runnable task) {
    if (!isClosed()) {
      var unused =
          resources.eventExecutorGroup().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void succeed(CompletableFuture<Route.Open> next) {
    connection = next;
    astray = 0;
  }

  @SuppressWarnings("ReferenceEquality") // whether there is a new one
  private synchronized void replaced(CompletableFuture<Route.Open> former) {
    replacing = false;
    if (former == connection) {
      astray = 0;
      if (answers) {
        return;
      }
      connection = null;
    }
    var unused = former.thenCompose(open -> open.connection().closeAsync());
  }

  /** Lettuce connects again by itself, but not for the first time. */
  private synchronized CompletableFuture<Route.Open> connection() {
    if (closed) {
      return CompletableFuture.failedFuture(unavailable("closed", null));
    }
    if (connection == null || connection.isCompletedExceptionally()) {
      connection = open();
    }
    return connection;
  }

  private CompletableFuture<Route.Open> open() {
    return CompletableFuture.completedFuture(route).thenCompose(Route::open);
  }

  /** A connection that is reset, for one, fails what is out with the bare failure of its socket. */
  private static Throwable named(String what, Throwable failure) {
    Throwable cause = Causes.of(failure);
    return cause instanceof StoreUnavailableException || cause instanceof Error
        ? cause
        : unavailable(what, cause);
  }

  private static StoreUnavailableException unavailable(String what, @Nullable Throwable cause) {
    return new StoreUnavailableException("Redis did not answer: " + what, cause);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    route.close(MAX_CLOSING);
    var unused =
        resources
            .shutdown(0, MAX_CLOSING.toMillis(), TimeUnit.MILLISECONDS)
            .awaitUninterruptibly(MAX_CLOSING.toMillis());
  }
}
