package dev.livestash;

import dev.livestash.internal.assembly.Assembly;
import dev.livestash.internal.assembly.Node;
import dev.livestash.internal.undertow.ClientScript;
import dev.livestash.stash.Stashing;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import io.undertow.server.HttpHandler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Mounts views on an Undertow server and keeps their state alive beyond it.
 *
 * <pre>{@code
 * LiveStash stash = LiveStash.builder().keys(KeyRing.load(Path.of("keys.json"))).build();
 * HttpHandler counter = stash.mount("counter", new Counter());
 * Undertow.builder()
 *     .addHttpListener(8080, "localhost")
 *     .setHandler(Handlers.path().addExactPath("/live/counter", counter))
 *     .build()
 *     .start();
 * }</pre>
 *
 * <p>Safe for use by several threads. One {@code LiveStash} serves any number of views.
 */
public final class LiveStash implements AutoCloseable {
  /** In nanoseconds it is a number still. */
  private static final Duration LONGEST = Duration.ofDays(36_525);

  private final Node node;

  /** Drains when the JVM ends, if that was asked for. */
  private @Nullable Thread shutdownHook;

  LiveStash(LiveStashBuilder builder) {
    this.node = new Assembly(builder.told).node();
  }

  /**
   * Starts to configure a LiveStash. Only its {@linkplain LiveStashBuilder#keys keys} must be
   * given.
   *
   * @return a builder with every limit at its default
   */
  public static LiveStashBuilder builder() {
    return new LiveStashBuilder();
  }

  /**
   * Mounts a view: tabs that connect to the handler get a session of it. Its snapshots rest in
   * their tabs; what has no room there, in the {@linkplain LiveStashBuilder#overflow overflow}, if
   * there is one.
   *
   * @param <S> the view's state
   * @param name the name that the page asks for, 1 to 64 letters, digits, dots, underscores or
   *     hyphens; it is the {@code aud} claim of the view's tokens, so a token of one view is of no
   *     use to another
   * @param view the view
   * @return the handler of the view's WebSocket, for any path of any Undertow server
   * @throws IllegalArgumentException if the name is not such a one, or the view declares itself
   *     wrongly, or its states cannot be written and read back: which part of them, why, and what
   *     to do
   * @throws IllegalStateException if this is drained or closed
   */
  public <S> HttpHandler mount(String name, View<S> view) {
    return node.mount(name, view);
  }

  /**
   * Mounts a view whose snapshots rest where it is said here. One view may be mounted several times
   * under one name, each time otherwise: whichever handler a tab comes back to restores it.
   *
   * @param <S> the view's state
   * @param name as in {@link #mount(String, View)}
   * @param view the view
   * @param resting where its snapshots rest
   * @return the handler of the view's WebSocket
   * @throws IllegalArgumentException if the name is not such a one, or the view declares itself
   *     wrongly, or its states cannot be written and read back: which part of them, why, and what
   *     to do
   * @throws IllegalStateException if this is drained or closed
   */
  public <S> HttpHandler mount(String name, View<S> view, Stashing resting) {
    return node.mount(name, view, resting);
  }

  /**
   * Ends what a binding has begun, as at its logout: its tabs are closed with 4005, and tokens of
   * instances that have started so far, in whole seconds, are refused with the reason {@code
   * revoked}. With a {@linkplain LiveStashBuilder#sharedFence shared fence}, on all nodes: tokens
   * at once, tabs within {@link dev.livestash.settings.Times#revocationInterval}. The nodes' clocks
   * must agree to a second.
   *
   * @param binding as {@link LiveStashBuilder#binding} gives it
   * @return complete when all nodes can know it; fails with {@link
   *     dev.livestash.fence.StoreUnavailableException} if the shared fence does not answer: only
   *     this node knows then, so ask again
   */
  public CompletionStage<Void> revoke(String binding) {
    return node.revoke(binding);
  }

  /**
   * Ends all that has begun so far, as {@link #revoke} does for one binding: for when a key or a
   * state has leaked.
   *
   * @return as {@link #revoke}
   */
  public CompletionStage<Void> revokeAll() {
    return node.revokeAll();
  }

  /**
   * Hands on what one binding has begun to another one, as at a login that changes the session's
   * id. Within {@link dev.livestash.settings.Times#rebindTime}, tokens of the old one are restored
   * where the new one comes with them, and are the new one's from there on, as if they had been
   * begun now. The old one is {@linkplain #revoke revoked}: its tabs come back, and bring whatever
   * binding they have by then. Several may be handed on to the same one; what was handed on by up
   * to four calls in a row, while a tab was away, is the last one's. Call it only where the one who
   * had the old binding has proved to be the new one.
   *
   * @param from the binding before
   * @param to the binding from now on
   * @return as {@link #revoke}; with {@link dev.livestash.fence.FallbackFence.Policy#REFUSE} and an
   *     engine that is away, nothing was done
   * @throws IllegalArgumentException if one of them is empty, or both are the same
   */
  public CompletionStage<Void> rebind(String from, String to) {
    if (from.isEmpty() || to.isEmpty()) {
      throw new IllegalArgumentException(
          "What is nobody's cannot be told from others': bind visitors to an id of their own, such"
              + " as a cookie's, before they log in.");
    }
    if (from.equals(to)) {
      throw new IllegalArgumentException(
          "The binding has not changed; rebind only what has another one.");
    }
    return node.rebind(from, to);
  }

  /**
   * Sends a message to all tabs that are {@linkplain dev.livestash.view.Context#join members} of a
   * group, on all nodes that share a {@linkplain LiveStashBuilder#bus bus}: at most once to each,
   * in the order of the calls of one thread. Does not wait for it.
   *
   * @param group the group's name
   * @param name the message's name, which chooses the members' handlers
   * @param data any value that Jackson writes to JSON
   * @throws IllegalArgumentException as {@link dev.livestash.view.Context#publish}, which tells
   *     more
   */
  public void publish(String group, String name, Object data) {
    node.publish(group, name, data);
  }

  /**
   * The tabs of one view whose sessions this node has, to change their states from outside:
   *
   * <pre>{@code
   * stash.tabs(board).where(tab -> tab.params().path("room").asInt() == 42)
   *     .forEach(tab -> tab.update(state -> state.closed()));
   * }</pre>
   *
   * <p>Tabs of other nodes are not among them: {@link #publish} reaches those.
   *
   * @param <S> the view's state
   * @param view the very object that was mounted
   * @return what there is whenever it is asked; a tab that joins meanwhile may be there or not
   * @throws IllegalArgumentException if the view is not mounted
   */
  public <S> Tabs<S> tabs(View<S> view) {
    Supplier<Stream<Context<S>>> all = node.contexts(view);
    return () -> all.get().iterator();
  }

  /**
   * Tabs of one view, each as its {@linkplain Context context}: those that are connected, also
   * while their state sleeps in the tab, and those that are waited for.
   *
   * @param <S> the view's state
   */
  @FunctionalInterface
  public interface Tabs<S> extends Iterable<Context<S>> {
    /**
     * Some of them.
     *
     * @param isMeant is asked on the caller's thread
     * @return those for which it is true, whenever that is asked
     */
    default Tabs<S> where(Predicate<? super Context<S>> isMeant) {
      return () ->
          StreamSupport.stream(spliterator(), false).filter(tab -> isMeant.test(tab)).iterator();
    }

    /**
     * How many there are.
     *
     * @return the number, at this moment
     */
    default long count() {
      return StreamSupport.stream(spliterator(), false).count();
    }
  }

  /**
   * How many instances this node holds in memory, for metrics.
   *
   * @return the number, of tabs that are connected and of those that are waited for
   */
  public int instances() {
    return node.instances();
  }

  /**
   * How many sockets of tabs are open, for metrics: during a drain, how many have not gone yet.
   *
   * @return the number, of all views
   */
  public int sockets() {
    return node.sockets();
  }

  /**
   * What this node's memory is taken by, for metrics.
   *
   * @return bytes by kind, always the same ones in the same order. {@code states}: sessions, as
   *     {@link dev.livestash.settings.Limits#maxStatesBytes} counts them; {@code waiting}: frames
   *     that have not come whole, or not been handled; {@code unread}: what tabs have not read or
   *     kept; {@code restoring}: what joins need to make states of tokens; {@code fence}: what is
   *     remembered of instances, about; {@code stores}: snapshots in stores in this node's memory
   */
  public Map<String, Long> memory() {
    return node.memory();
  }

  /**
   * How this node is, in some lines of text for who looks after it: {@code up} or {@code draining},
   * how many instances and sockets there are, and what its memory is taken by. It names no tab.
   * Serve it where only they can ask.
   *
   * @return lines of a name, a colon and a number, but for the first
   */
  public String summary() {
    return node.summary();
  }

  /**
   * Whether this node lets its tabs go: it takes no new ones, and answers 503.
   *
   * @return true from the begin of {@link #drain} on
   */
  public boolean isDraining() {
    return node.isDraining();
  }

  /**
   * Tells a load balancer whether this node takes tabs: any request is answered with 200, and with
   * 503 from the start of a {@linkplain #drain drain} on. So are handshakes, then.
   *
   * @return the handler of a health check, for any path of any Undertow server
   */
  public HttpHandler health() {
    return node.health();
  }

  /**
   * Serves the browser's half, of the release that this is, from within this jar:
   *
   * <pre>{@code
   * new PathHandler().addPrefixPath("/livestash", LiveStash.clientScript())
   * }</pre>
   *
   * <ul>
   *   <li>{@code /livestash/livestash.iife.js} for a script tag,
   *   <li>{@code /livestash/index.js} for {@code import}, in a browser, and {@code
   *       /livestash/index.development.js}, which checks what the page gives.
   * </ul>
   *
   * <p>A browser asks each time whether its copy is the newest, by the script's {@code ETag}, so
   * that a page always has the one that fits its server.
   *
   * @return the handler of a prefix path of any Undertow server
   * @throws IllegalStateException if this jar was built without it
   */
  public static HttpHandler clientScript() {
    return new ClientScript();
  }

  /**
   * Lets every tab go before a restart or a deployment, without loss: takes no new tabs and says so
   * to {@linkplain #health health checks}; after {@link dev.livestash.settings.Times#drainNotice
   * drainNotice} seals the last state of each, waits until its tab has stored it, says goodbye, and
   * closes with 1012. The tabs come back, here or elsewhere, spread over a time that grows with
   * their number. Returns when each tab has had its goodbye, as its answer to the close shows. Call
   * it before the server is stopped; the LiveStash is of no use afterwards.
   *
   * @param timeout how long tabs may take to store their state; up to 5 seconds more to say goodbye
   *     to each, if some do not answer
   * @return whether all of them did; those that did not come back with their last stored state and
   *     send the events above it again. One whose newest state rests nowhere has not, and loses it
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws IllegalArgumentException if the time is null, negative or over 100 years
   */
  public boolean drain(Duration timeout) throws InterruptedException {
    return node.drain(checked(timeout));
  }

  /**
   * Ends all that runs for this LiveStash: its tabs are let go at once, as by a {@link #drain}
   * whose time is over, and its threads and timers end. Does nothing at a second call.
   */
  @Override
  public void close() {
    drainsOnShutdown(null);
    node.close();
  }

  /**
   * Drains when the JVM is told to stop (SIGTERM), before it does, unless this is closed by then.
   * Of several calls, the last one counts.
   *
   * @param timeout as in {@link #drain}
   * @return this
   * @throws IllegalArgumentException if it is null, negative or over 100 years
   */
  public LiveStash drainOnShutdown(Duration timeout) {
    Duration checked = checked(timeout);
    drainsOnShutdown(new Thread(() -> drainUnlessInterrupted(checked), "livestash-drain"));
    return this;
  }

  /** Whoever calls this is not checked, and would learn of it in a process that ends. */
  private static Duration checked(@Nullable Duration timeout) {
    if (timeout == null || timeout.isNegative() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "A drain's timeout is " + timeout + "; give zero or more, and 100 years at most.");
    }
    return timeout;
  }

  /** A hook that stays would hold this and all its views for as long as the JVM runs. */
  private synchronized void drainsOnShutdown(@Nullable Thread next) {
    try {
      if (shutdownHook != null) {
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
      }
      shutdownHook = next;
      if (next != null) {
        Runtime.getRuntime().addShutdownHook(next);
      }
    } catch (IllegalStateException stopsAlready) {
      // The hook runs by now, or it is too late for one.
    }
  }

  private void drainUnlessInterrupted(Duration timeout) {
    try {
      drain(timeout);
    } catch (InterruptedException toldToHurry) {
      Thread.currentThread().interrupt();
    }
  }
}
