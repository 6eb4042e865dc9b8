package dev.livestash.session;

import dev.livestash.fence.Fence;
import dev.livestash.stash.Stashing;
import dev.livestash.state.StateCodec;
import dev.livestash.token.ClaimsCheck;
import dev.livestash.token.ClaimsCodec;
import dev.livestash.token.KeyRing;
import dev.livestash.token.Opener;
import dev.livestash.token.Sealer;
import dev.livestash.view.View;
import dev.livestash.wire.FrameCodec;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A mounted view: what all its sessions share.
 *
 * @param <S> the view's state
 */
public final class ViewHost<S> {
  /**
   * What is injected into every host of a LiveStash.
   *
   * @param settings the limits
   * @param keys seal and open tokens
   * @param fence holds the instances' marks
   * @param stores where snapshots rest on the servers' side
   * @param mapper writes and reads states, renders, replies and event data
   * @param clock the time
   * @param random makes ids, keys and initialization vectors
   * @param nanoTime a monotonic clock, for measuring
   * @param timers run what is due later
   * @param listener is told what happens
   */
  public record Services(
      Settings settings,
      KeyRing keys,
      Fence fence,
      Stores stores,
      JsonMapper mapper,
      Clock clock,
      SecureRandom random,
      LongSupplier nanoTime,
      Timers timers,
      StashListener listener) {}

  final String name;
  final View<S> view;
  final EventRun<S> eventRun;
  final FrameCodec frames;
  final CommitPath<S> commitPath;
  final RestorePath<S> restorePath;
  private final StateCodec<S> stateCodec;
  final Sessions<S> sessions;
  final Lingering<S> lingering;
  final Services services;
  private final Stashing stashing;
  final StashListener listener;
  final Ids ids;
  private volatile @Nullable RetrySpread retrySpread;

  /**
   * Mounts a view.
   *
   * @param name the name that joins ask for
   * @param view the application's view
   * @param stashing where its snapshots rest
   * @param services what is injected
   * @throws IllegalArgumentException if the name is not one that PROTOCOL.md allows, or the view's
   *     version is below 1, or its migrations do not lead to it
   */
  public ViewHost(String name, View<S> view, Stashing stashing, Services services) {
    this(name, view, stashing, services, new StateCodec<>(services.mapper(), view.stateType()));
  }

  /** With the codec of another host of the same view, since it is costly to make. */
  ViewHost(
      String name, View<S> view, Stashing stashing, Services services, StateCodec<S> stateCodec) {
    if (!FrameCodec.isViewName(name) || name.contains("/")) {
      throw new IllegalArgumentException(
          "A view is mounted by 1 to 64 letters, digits, dots, underscores or hyphens; rename '"
              + name
              + "'.");
    }
    Settings settings = services.settings();
    ClaimsCodec claimsCodec = new ClaimsCodec(services.mapper());
    this.name = name;
    this.view = view;
    this.stashing = stashing;
    this.services = services;
    this.stateCodec = stateCodec;
    stashing.store().ifPresent(services.stores()::add);
    this.listener = new LogListener(services.listener());
    this.ids = new Ids(services.random());
    this.frames = new FrameCodec(services.mapper());
    this.sessions = new Sessions<>(settings.maxInstances());
    this.lingering = new Lingering<>(settings.maxLingering());
    HandlerTable<S> handlers = new HandlerTable<>(services.mapper());
    view.handlers(handlers);
    this.eventRun = new EventRun<>(handlers);
    this.commitPath =
        new CommitPath<>(
            claimsCodec, stateCodec, new Sealer(services.keys(), services.random()), settings);
    this.restorePath =
        new RestorePath<>(
            new Opener(services.keys(), settings.maxTokenBytes()),
            new Opener(services.keys(), services.stores().maxTokenBytes()),
            claimsCodec,
            new ClaimsCheck(settings.issuer(), settings.instanceLifetime()),
            stateCodec,
            MigrationTable.of(name, view),
            settings);
  }

  InPlaceCheck<S> inPlaceCheck() {
    return new InPlaceCheck<>(stateCodec, services.settings());
  }

  /**
   * Takes a new socket, which has not joined yet.
   *
   * @param transport sends to it
   * @param executor runs what it brings about, off the I/O threads
   * @param binding what its tokens are bound to, if they are
   * @return the socket's attachment, to be told of its frames and its end
   */
  public Attachment open(Transport transport, Executor executor, Optional<String> binding) {
    return new SocketAttachment<>(this, transport, executor, binding);
  }

  /**
   * Takes no new tabs from now on, and lets those that are here go as soon as they have
   * acknowledged their newest state.
   *
   * @param retry when the tabs are told to come back
   * @return when all have gone: whether every one had acknowledged
   */
  public CompletableFuture<Boolean> drain(RetrySpread retry) {
    retrySpread = retry;
    List<CompletableFuture<Boolean>> leaving = new ArrayList<>();
    for (Session<S> session : sessions.all()) {
      CompletableFuture<Boolean> whenLeft = new CompletableFuture<>();
      session.drain(whenLeft);
      leaving.add(whenLeft);
    }
    return CompletableFuture.allOf(leaving.toArray(CompletableFuture[]::new))
        .thenApply(all -> leaving.stream().allMatch(CompletableFuture::join));
  }

  /**
   * Lets the tabs go that a drain has not let go yet. Their newest state is lost if they have not
   * stored it.
   */
  public void abandon() {
    sessions.all().forEach(Session::abandon);
  }

  /**
   * How many instances are in this node's memory.
   *
   * @return the number, of attached and of lingering ones
   */
  public int instances() {
    return sessions.all().size();
  }

  /**
   * Whether new tabs are turned away.
   *
   * @return true from {@link #drain} on
   */
  public boolean isDraining() {
    return retrySpread != null;
  }

  Placement placement() {
    return new Placement(
        stashing, services.settings().maxTokenBytes(), services.stores().maxTokenBytes());
  }

  /** Searches the view's own store first, then those of the others. */
  CompletableFuture<Stores.Found> find(String key) {
    return services.stores().find(stashing.store(), key);
  }

  RetrySpread retrySpread() {
    return Objects.requireNonNull(retrySpread, "only a draining host says goodbye");
  }
}
