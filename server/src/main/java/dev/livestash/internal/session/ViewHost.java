package dev.livestash.internal.session;

import dev.livestash.internal.state.BindResult;
import dev.livestash.internal.state.StateCodec;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.internal.wire.FrameCodec;
import dev.livestash.stash.Stashing;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A mounted view and its sessions.
 *
 * @param <S> the view's state
 */
public final class ViewHost<S> {
  /** How many sessions the fence is asked about in one question. */
  private static final int MAX_ASKED_AT_ONCE = 400;

  private final Hosted<S> hosted;
  private final Sessions<Session<S>> sessions;
  private final Sockets<SocketAttachment<S>> sockets = new Sockets<>();
  private final Consumer<SocketAttachment<S>> gone = sockets::gone;
  private volatile boolean turnsAway;

  /**
   * Mounts a view.
   *
   * @param name the name that joins ask for
   * @param blocked is told, while threads are at it, how many have been for a while
   * @throws IllegalArgumentException if the name is not one that PROTOCOL.md allows, or the view's
   *     version is below 1, or its migrations do not lead to it, or its states cannot be written
   *     and read back
   */
  public ViewHost(
      String name, View<S> view, Stashing stashing, Services services, IntConsumer blocked) {
    this(name, view, stashing, services, StateType.codec(name, view, services.mapper()), blocked);
  }

  /** With the codec of another host of the same view, since it is costly to make. */
  ViewHost(
      String name,
      View<S> view,
      Stashing stashing,
      Services services,
      StateCodec<S> stateCodec,
      IntConsumer blocked) {
    if (!FrameCodec.isViewName(name) || name.contains("/")) {
      throw new IllegalArgumentException(
          "A view is mounted by 1 to 64 letters, digits, dots, underscores or hyphens; rename '"
              + name
              + "'.");
    }
    this.hosted = new Hosted<>(name, view, stashing, services, stateCodec, blocked);
    this.sessions =
        new Sessions<>(
            services.limits().maxInstances(), services.limits().maxLingering(), Session::letGo);
    stashing.store().ifPresent(services.stores()::add);
  }

  /**
   * Takes a new socket, which has not joined yet.
   *
   * @param transport sends to it
   * @param threads run what it brings about, off the I/O threads
   * @param visitor who has opened it
   * @return the socket's attachment, to be told of its frames and its end
   */
  public Attachment open(Transport transport, Threads threads, Visitor visitor) {
    SocketAttachment<S> attachment =
        new SocketAttachment<>(hosted, sessions, transport, threads, visitor, gone);
    sockets.opened(attachment);
    if (hosted.isDraining()) {
      attachment.leaveUnlessJoined();
    }
    return attachment;
  }

  /**
   * Notes that a page's handshake was refused.
   *
   * @param origin what the request's {@code Origin} says
   * @param host what its {@code Host} says
   */
  public void refusedOrigin(String origin, String host) {
    hosted.tell(one -> one.refusedOrigin(hosted.name, Shown.cut(origin), Shown.cut(host)));
  }

  /**
   * Asks the application of a request.
   *
   * @param what is asked, for the log
   * @return its answer; empty if it has thrown
   */
  public <T> Optional<T> asked(String what, Supplier<T> question) {
    return hosted.tried(what + " for " + hosted.name, question);
  }

  /**
   * Notes that a handshake was refused before anything was asked of the view.
   *
   * @param status what it was answered
   * @param quota the quota that is used up; empty if the application has refused it
   */
  public void refusedHandshake(int status, String quota) {
    hosted.tell(one -> one.refusedHandshake(hosted.name, status, quota));
  }

  /**
   * Notes that the server closes one of the view's sockets.
   *
   * @param code the close code
   * @param reason why, without anything that the tab has sent
   */
  public void closing(CloseCode code, String reason) {
    hosted.closeLog.closing(code, reason);
    hosted.tell(one -> one.closing(hosted.name, code.number(), reason));
  }

  /** Takes no new sockets from now on; those that are here go on. */
  public void turnAway() {
    turnsAway = true;
  }

  /**
   * Takes no new tabs from now on, and lets those that are here go as soon as they have
   * acknowledged their newest state.
   *
   * @param retry when the tabs are told to come back
   * @return when all have been told: whether every one had acknowledged; where its newest state
   *     rests nowhere, it has not
   */
  public CompletableFuture<Boolean> drain(RetrySpread retry) {
    turnAway();
    // From here on one ends as soon as its tab is gone, and still has to say what was lost.
    Set<Session<S>> all = new LinkedHashSet<>(sessions.all());
    hosted.startDraining(retry);
    sockets.forEach(SocketAttachment::leaveUnlessJoined);
    all.addAll(sessions.all());
    List<CompletableFuture<Boolean>> leaving = new ArrayList<>();
    for (Session<S> session : all) {
      CompletableFuture<Boolean> whenLeft = new CompletableFuture<>();
      session.drain(whenLeft);
      leaving.add(whenLeft);
    }
    return CompletableFuture.allOf(leaving.toArray(CompletableFuture[]::new))
        .thenApply(told -> leaving.stream().allMatch(CompletableFuture::join));
  }

  /** Ends the sessions of what was revoked here just now. */
  public void end(Subjects.Said revoked) {
    var unused = hosted.subjects.heard(revoked);
    sessions.all().stream()
        .filter(session -> session.berth().isRevoked(revoked))
        .forEach(session -> session.endIfRevoked(revoked));
  }

  /**
   * Ends the sessions of what was revoked, as far as this node can learn it now.
   *
   * @return when that is known; never fails
   */
  public CompletionStage<Void> endRevoked() {
    // One question at a time: a fence has its hands free for those who arrive.
    CompletionStage<Void> asked = CompletableFuture.completedFuture(null);
    Iterator<Session<S>> left = sessions.all().iterator();
    while (left.hasNext()) {
      List<Session<S>> some = new ArrayList<>();
      while (left.hasNext() && some.size() < MAX_ASKED_AT_ONCE) {
        some.add(left.next());
      }
      asked = asked.thenCompose(before -> endRevoked(some));
    }
    return asked;
  }

  private CompletionStage<Void> endRevoked(List<Session<S>> some) {
    Set<String> subjects =
        some.stream()
            .flatMap(session -> session.berth().subject().stream())
            .collect(Collectors.toUnmodifiableSet());
    return hosted
        .subjects
        .about(subjects)
        .thenAccept(said -> some.forEach(session -> session.endIfRevoked(said)))
        // The fence says in the log that it does not answer; the next time will do.
        .exceptionally(failure -> null)
        .toCompletableFuture();
  }

  /**
   * Lets the tabs go that a drain has not let go yet. Their newest state is lost if they have not
   * stored it. That does not wait for their sessions' turn: a handler may hold it.
   */
  public void abandon() {
    sockets.forEach(SocketAttachment::leave);
  }

  /**
   * When no socket is open any more: each peer has answered its close, and so has had its goodbye,
   * or was cut because it did not.
   *
   * @return done then; at once, if none is open
   */
  public CompletableFuture<Void> whenAllGone() {
    return sockets.whenAllGone();
  }

  /** How many instances are in this node's memory: attached ones and lingering ones. */
  public int instances() {
    return sessions.all().size();
  }

  /** Whether this is where a view is mounted. */
  @SuppressWarnings("ReferenceEquality") // the very object that was mounted
  public boolean isOf(View<?> view) {
    return hosted.view == view;
  }

  /** What the application sees of each tab that has joined, and whose session is here. */
  public Stream<Context<S>> contexts() {
    return sessions.all().stream().flatMap(session -> session.berth().context().stream());
  }

  /** How many sockets are open, joined or not. */
  public int sockets() {
    return sockets.size();
  }

  /** Whether new tabs are turned away. */
  public boolean turnsAway() {
    return turnsAway;
  }

  /**
   * What a state would be if it came back from a token, for tests of the view.
   *
   * @throws IllegalStateException if it does not come back: where, and why
   */
  public S copy(S state) {
    BindResult<S> read = hosted.stateCodec.copy(state, hosted.services.limits().maxStateBytes());
    if (read instanceof BindResult.Unfit<S> unfit) {
      throw new IllegalStateException("does not come back" + unfit.why().text(true));
    }
    return ((BindResult.Fit<S>) read).state();
  }

  /**
   * The data of an event as another server binds it, for tests of the view.
   *
   * @param event as its handler is given it
   */
  public <E> E dataAgain(Object event, Class<E> type) {
    return hosted.handlers.bindAgain((EventCall<?>) event, type);
  }

  /** Where two states differ, and how, for tests of the view; at most 16 places. */
  public List<String> differences(S was, S is) {
    return hosted.stateCodec.differences(was, is).stream()
        .map(one -> (one.path().isEmpty() ? "" : "at " + one.path() + ": ") + one.values())
        .toList();
  }

  Hosted<S> hosted() {
    return hosted;
  }

  Sessions<Session<S>> sessions() {
    return sessions;
  }
}
