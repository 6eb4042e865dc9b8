package dev.livestash.internal.session;

import dev.livestash.internal.memory.Permits;
import dev.livestash.internal.memory.States;
import dev.livestash.internal.render.RenderDiff;
import dev.livestash.internal.snapshot.CommitPath;
import dev.livestash.internal.snapshot.Format;
import dev.livestash.internal.snapshot.InPlaceCheck;
import dev.livestash.internal.snapshot.MigrationTable;
import dev.livestash.internal.snapshot.OnceLog;
import dev.livestash.internal.snapshot.PatchBase;
import dev.livestash.internal.snapshot.RestorePath;
import dev.livestash.internal.state.StateCodec;
import dev.livestash.internal.stores.Placement;
import dev.livestash.internal.stores.Retry;
import dev.livestash.internal.stores.Slots;
import dev.livestash.internal.stores.Stores;
import dev.livestash.internal.token.ClaimsCheck;
import dev.livestash.internal.token.ClaimsCodec;
import dev.livestash.internal.token.Opener;
import dev.livestash.internal.token.Sealer;
import dev.livestash.internal.wire.FrameCodec;
import dev.livestash.internal.wire.Params;
import dev.livestash.report.StashListener;
import dev.livestash.stash.Stashing;
import dev.livestash.view.Context;
import dev.livestash.view.Rewind;
import dev.livestash.view.View;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a mounted view is made of, and all its sessions share. Knows none of them. */
final class Hosted<S> {
  final String name;
  final View<S> view;
  final Rewind rewind;
  final boolean sleeps;
  final boolean wakesForUpdates;
  final Services services;
  final Ids ids;
  final Subjects subjects;
  final FrameCodec frames;
  final RenderFrames renderFrames;
  final HandlerTable<S> handlers;
  final EventRun<S> eventRun;
  final CommitPath<S> commitPath;
  final RestorePath<S> restorePath;
  final Watchdog watchdog;
  final CloseLog closeLog;
  final CutOffJoins joins;
  private final OnceLog said = new OnceLog();
  final StateCodec<S> stateCodec;

  /**
   * Whether a tab whose page shows its state may come back without it: where that is not to be
   * looked at, nor attached to.
   */
  private final boolean mayComeAsleep;

  private final Stashing stashing;
  private volatile @Nullable RetrySpread retrySpread;

  Hosted(
      String name,
      View<S> view,
      Stashing stashing,
      Services services,
      StateCodec<S> stateCodec,
      IntConsumer blocked) {
    this.name = name;
    this.closeLog = new CloseLog(name);
    this.joins =
        new CutOffJoins(services.nanoTime(), bytes -> tell(one -> one.stuck(name, "join", bytes)));
    this.view = view;
    this.rewind =
        Objects.requireNonNull(
            view.rewind(), "rewind() of " + name + " returned null; return one of Rewind's.");
    this.sleeps = view.sleeps();
    this.wakesForUpdates = view.wakesForUpdates();
    this.stashing = stashing;
    this.services = services;
    this.stateCodec = stateCodec;
    this.ids = new Ids(services.random());
    this.subjects = services.subjects();
    this.watchdog =
        new Watchdog(
            services.times().handlerTimeout(), services.scheduler(), services.nanoTime(), blocked);
    RenderDiff diff = new RenderDiff(services.mapper());
    this.frames =
        new FrameCodec(
            services.mapper(),
            diff.writer(),
            services.limits().maxJsonTokens(),
            numbers(name, services));
    this.renderFrames =
        new RenderFrames(
            name, diff, frames, services.listeners().boundary(), services.format().checkStates());
    this.mayComeAsleep =
        sleeps
            && rewind == Rewind.FORK
            && !services.format().checkStates()
            && placement().takesPatches()
            && !isAttachedTo(view);
    this.handlers = new HandlerTable<>(services.mapper());
    view.handlers(handlers);
    this.eventRun = new EventRun<>(handlers, services.listeners());
    // The claims are no matter of the application's mapper.
    ClaimsCodec claimsCodec = new ClaimsCodec(JsonMapper.shared());
    Format format = services.format();
    Sealer sealer = new Sealer(services.keys(), services.random(), services.nanoTime());
    this.commitPath = new CommitPath<>(claimsCodec, stateCodec, sealer, format);
    this.restorePath =
        new RestorePath<>(
            new Opener(services.keys(), format.limits().maxTokenBytes()),
            new Opener(services.keys(), format.limits().maxStoredTokenBytes()),
            claimsCodec,
            new ClaimsCheck(format.issuer(), format.times().instanceLifetime()),
            stateCodec,
            MigrationTable.of(name, view),
            format);
  }

  private static boolean isAttachedTo(View<?> view) {
    try {
      return view.getClass().getMethod("attached", Object.class, Context.class).getDeclaringClass()
          != View.class;
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Optional<FrameCodec.NumberListener> numbers(String view, Services services) {
    return services.format().checkStates() ? Optional.of(new NumberLog(view)) : Optional.empty();
  }

  /** The state that a new instance starts with. */
  S first(Context<S> context) {
    return Objects.requireNonNull(
        view.first(context),
        "first() of " + name + " returned null; return the state that a new instance starts with.");
  }

  // --- what one session or one attach is given

  /** What the token of a join has to say. */
  ClaimsCheck.Expected expected(String viewOnPage, Optional<String> subject) {
    return new ClaimsCheck.Expected(
        viewOnPage, subject, view.stateVersion(), services.clock().earliest());
  }

  /**
   * Who renders a state for a tab: another release, or one for other parameters or somebody else,
   * may show it in another way. Empty if a tab that comes back is shown it in any case.
   */
  Optional<String> renderedBy(Params params, Peer peer) {
    return services
        .release()
        .filter(name -> mayComeAsleep)
        .flatMap(
            name ->
                tried("Telling who is there", () -> RenderedBy.of(name, params, peer.visitor())));
  }

  SnapshotMemory<S> snapshotMemory(Slots slots) {
    return new SnapshotMemory<>(
        slots,
        new PatchBase<>(commitPath),
        new InPlaceCheck<>(stateCodec, services.format()),
        new Retry(services.scheduler(), services.random()),
        new Answers(services.limits().maxReplyBytes()),
        new Stuck());
  }

  Delivery delivery(Peer peer) {
    return rewind == Rewind.REFUSE
        ? new Withheld(peer, services.limits().maxUnreadBytes(), services.memory().unread())
        : new AtOnce(peer);
  }

  Placement placement() {
    return new Placement(
        stashing, services.limits().maxTokenBytes(), services.limits().maxStoredTokenBytes());
  }

  /**
   * Asks for room to make a state of a token. What is granted is given back when the join is over,
   * or by the task that is the answer, which is empty if there is none for too long.
   */
  CompletableFuture<Optional<Runnable>> roomToRestore(Peer peer, long bytes) {
    Permits permits = services.memory().restores();
    return permits.ask(bytes).thenApply(isGranted -> granted(permits, peer, bytes, isGranted));
  }

  private static Optional<Runnable> granted(
      Permits permits, Peer peer, long bytes, boolean isGranted) {
    if (!isGranted) {
      return Optional.empty();
    }
    Runnable giveBack = permits.giveBack(bytes);
    peer.whenJoinIsOver(giveBack);
    return Optional.of(giveBack);
  }

  /** What a session weighs with a state of so many bytes of JSON. */
  long weight(long jsonBytes) {
    return Math.min(States.bytes(jsonBytes), services.memory().states().mostOfOne());
  }

  /** Whether a frame is no event of this size, whatever else may be that large. */
  boolean isTooLarge(ReceivedFrame frame) {
    return frame.utf8().length > services.limits().maxEventBytes();
  }

  /** Whether there is room for another state, of this tab's; if need be, others are let go of. */
  boolean hasRoom(Peer peer, long bytes) {
    return peer.visitor().share().hasRoom(bytes)
        && services.memory().states().makeRoomForNewcomer(bytes);
  }

  /** The same, for a state of one that is here, and has let go of it. */
  boolean hasRoomToWake(Peer peer, long bytes) {
    return peer.visitor().share().hasRoom(bytes) && services.memory().states().makeRoom(bytes);
  }

  /** Searches the view's own store first, then those of the others. */
  CompletableFuture<Stores.Found> find(String key) {
    return services.stores().find(stashing.store(), key);
  }

  /** Tells those who listen. */
  void tell(Consumer<StashListener> what) {
    services.listeners().tell(what);
  }

  /** Calls the application. */
  <T> Optional<T> tried(String what, Supplier<T> call) {
    return services.listeners().boundary().tried(what, call);
  }

  /** The application has thrown: the log has it, and those who listen. */
  void failed(String sid, String where, String what, Throwable failure) {
    services.listeners().failed(name, sid, where, "", what, failure);
  }

  /**
   * Says in the log what its tabs can bring about again and again: once, and each at DEBUG.
   *
   * @param about what makes it the same thing
   */
  void say(Level level, String about, String text) {
    said.sayEach(level, about, text, "a view");
  }

  /** One of an attach's locals has thrown when it was closed. */
  void localFailed(String what, Throwable failure) {
    services.listeners().boundary().failed(what, what, failure);
  }

  /** What is thrown in a join outside of a session's turn is of no instance yet. */
  void joinFailed(Throwable failure) {
    String what = "A join to " + name;
    services.listeners().boundary().failed(what, what, failure);
  }

  // --- draining

  void startDraining(RetrySpread retry) {
    retrySpread = retry;
  }

  boolean isDraining() {
    return retrySpread != null;
  }

  RetrySpread retrySpread() {
    return Objects.requireNonNull(retrySpread, "only a draining host says goodbye");
  }
}
