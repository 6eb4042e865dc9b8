package dev.livestash.session;

import dev.livestash.fence.Mark;
import dev.livestash.session.CommitPath.Result;
import dev.livestash.stash.SnapshotStore;
import dev.livestash.token.Claims;
import dev.livestash.wire.ServerFrame;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a session's newest state outlives this server: seals it and sends it where it
 * rests, one snapshot at a time. That is its tab, or a store, and then its tab is sent a small
 * token that names it. A store's answer comes back through the session's mailbox.
 */
final class Keeper<S> {
  private final ViewHost<S> host;
  private final String sid;
  private final Consumer<UnaryOperator<Line<S>>> later;
  private final Placement placement;
  private final Rests rests;
  private final Retry retry;
  private final InPlaceCheck<S> inPlaceCheck;
  private final PatchBase<S> patchBase;

  private @Nullable SocketAttachment<S> socket;
  private String view = "";
  private long startedAt;
  private @Nullable Mark putting;
  private int sentBytes;
  private long sealedAtNanos;
  private boolean mayKeep;

  /**
   * The keeper of one session.
   *
   * @param later runs a step in the session's mailbox, if a tab is there then
   */
  Keeper(ViewHost<S> host, String sid, Consumer<UnaryOperator<Line<S>>> later) {
    this.host = host;
    this.sid = sid;
    this.later = later;
    this.placement = host.placement();
    this.rests = new Rests(sid);
    this.retry = new Retry(host.services);
    this.inPlaceCheck = host.inPlaceCheck();
    this.patchBase = new PatchBase<>(host.commitPath);
  }

  /** A snapshot on its way to a store, and what is to be done with it then. */
  private record Put(Rest rest, Claims claims, Result.Sealed snapshot) {}

  /**
   * Turns to a new socket.
   *
   * @param holding what its tab holds
   * @param state what the tab finds
   */
  void joined(
      SocketAttachment<S> newSocket,
      TabContext<S> tab,
      long newStartedAt,
      Holding holding,
      S state) {
    socket = newSocket;
    view = tab.view();
    startedAt = newStartedAt;
    putting = null;
    placement.attached();
    retry.cancel();
    rests.leave();
    holding.rest().ifPresent(rests::left);
    mayKeep = !tab.isStandIn();
    Optional<BroughtToken> brought =
        holding.whole().filter(whole -> mayKeep && placement.takesPatches());
    patchBase.joined(tab.arrival().outcome(), brought, state);
  }

  /** The tab has gone; what it had brought is of no use to the next socket. */
  void left() {
    patchBase.left();
  }

  /** Tries nothing again. */
  void end() {
    retry.cancel();
  }

  /** Whether all there is has been acknowledged, or cannot be. */
  boolean isAtRest(Line<S> line) {
    return !mayKeep || (!line.dirty() && line.inFlight() == null && !retry.isDue());
  }

  /** How long the last token can be left alone; zero if it is to be renewed now. */
  Duration untilRenewal() {
    Duration age = Duration.ofNanos(host.services.nanoTime().getAsLong() - sealedAtNanos);
    Duration left = host.services.settings().renewalDelay().minus(age);
    return left.isNegative() ? Duration.ZERO : left;
  }

  // --- a snapshot on its way

  /** The line after a change that has no number, which is due only if something has changed. */
  @SuppressWarnings("ReferenceEquality") // an equal one may have other bytes, and rightly so
  Line<S> changed(Line<S> line, S state) {
    Line<S> next = line.changed(state);
    return mayKeep && state == line.state() ? inPlaceCheck.checked(host.name, next) : next;
  }

  /** Seals what is due, and sends it where it rests. */
  Line<S> flush(Line<S> line) {
    return line.isDue() && mayKeep ? commit(line) : line;
  }

  private Line<S> commit(Line<S> line) {
    long start = host.services.nanoTime().getAsLong();
    sealedAtNanos = start;
    retry.cancel();
    Line<S> sealed = line.sealed();
    Claims claims = claims(sealed);
    Result result = patchBase.seal(claims, sealed.state());
    inPlaceCheck.sealed(sealed.state());
    if (!(result instanceof Result.Sealed snapshot)) {
      return unsealed(line, ((Result.Unsealed) result).why());
    }
    switch (snapshot.isPatch() ? Placement.Place.TAB : placement.of(snapshot.token().length())) {
      case TAB -> sendToTab(claims, snapshot);
      case STORE -> sendToStore(sealed, claims, snapshot);
      case NOWHERE -> {
        return unsealed(line, "oversize");
      }
    }
    Duration took = Duration.ofNanos(host.services.nanoTime().getAsLong() - start);
    int tokenBytes = snapshot.token().length();
    host.listener.committed(view, sid, snapshot.stateBytes(), tokenBytes, took);
    return sealed;
  }

  private Line<S> unsealed(Line<S> line, String why) {
    unprotected(why);
    return line.unsealed();
  }

  private void sendToTab(Claims claims, Result.Sealed snapshot) {
    if (placement.takesPatches()) {
      patchBase.sent(snapshot);
    } else {
      patchBase.drop();
    }
    if (!snapshot.isPatch()) {
      rests.leave();
    }
    Optional<String> patched =
        Optional.ofNullable(snapshot.base()).filter(held -> snapshot.isPatch()).map(HeldBase::name);
    send(claims, snapshot.stateBytes(), snapshot.token(), patched);
    sentBytes = snapshot.tabBytes();
  }

  private void send(Claims claims, int stateBytes, String token, Optional<String> patched) {
    socket()
        .send(
            host.frames.encode(
                new ServerFrame.Keep(
                    claims.gen(), claims.seq(), claims.seen(), stateBytes, token, patched)));
  }

  private void sendToStore(Line<S> sealed, Claims claims, Result.Sealed snapshot) {
    SnapshotStore store = placement.store().orElseThrow();
    Put put = new Put(rests.current(store, sealed), claims, snapshot);
    patchBase.drop();
    putting = Line.mark(claims);
    var unused =
        host.services
            .stores()
            .put(put.rest(), snapshot.token(), host.services.settings().tokenLifetime())
            .thenAccept(isThere -> later.accept(line -> stored(line, put, isThere)));
  }

  /** The store's answer; of no interest if the session has turned to another socket meanwhile. */
  private Line<S> stored(Line<S> line, Put put, boolean isThere) {
    if (!Line.mark(put.claims()).equals(putting)) {
      return line;
    }
    putting = null;
    if (isThere) {
      retry.reset();
      String reference = host.commitPath.reference(put.claims(), put.rest().key());
      send(put.claims(), put.snapshot().stateBytes(), reference, Optional.empty());
      sentBytes = 0;
      return line;
    }
    return notStored(line, put);
  }

  private Line<S> notStored(Line<S> line, Put put) {
    // It may be there all the same, or be there some time.
    rests.leave();
    if (placement.fitsTab(put.snapshot().token().length())) {
      sendToTab(put.claims(), put.snapshot());
      return line;
    }
    unprotected("unavailable");
    retry.later(() -> later.accept(Line::renewed));
    return line.answered(Line.mark(put.claims())).orElse(line);
  }

  // --- the tab's answers

  /** The line after the tab's answer to a snapshot; the same if it answers what was not sent. */
  Line<S> answered(Line<S> line, Mark mark, Optional<String> unkept) {
    Optional<Line<S>> next = putting == null ? line.answered(mark) : Optional.empty();
    if (next.isPresent() && unkept.isPresent()) {
      return unkept(next.get(), unkept.get());
    }
    next.ifPresent(answered -> kept(answered.gen(), mark));
    return next.orElse(line);
  }

  /** What older snapshots of the tab rested elsewhere can go, if this session still owns it. */
  private void kept(long gen, Mark mark) {
    List<Rest> replaced = rests.takeLeft();
    // Nothing waits for it: a mark that is not noted lags, and lets the tab's newer tokens pass.
    var unused =
        host.services
            .fence()
            .kept(sid, gen, mark)
            .thenAccept(isOwner -> host.services.stores().retire(isOwner ? replaced : List.of()));
  }

  /**
   * The tab could not store the last snapshot: the next one does not lean on what it holds. It is
   * due now, if it can rest in a store instead.
   */
  private Line<S> unkept(Line<S> line, String why) {
    patchBase.drop();
    if (sentBytes > 0 && placement.store().isPresent()) {
      placement.refused(sentBytes);
      return line.renewed();
    }
    unprotected(why);
    return line;
  }

  private void unprotected(String why) {
    host.listener.unprotected(view, sid, why);
  }

  private Claims claims(Line<S> sealed) {
    Settings settings = host.services.settings();
    long now = host.services.clock().instant().getEpochSecond();
    return new Claims(
        settings.issuer(),
        view,
        socket().subject(),
        sid,
        sealed.own(),
        sealed.gen(),
        sealed.seq(),
        sealed.seen(),
        host.view.stateVersion(),
        now,
        now + settings.tokenLifetime().toSeconds(),
        startedAt);
  }

  private SocketAttachment<S> socket() {
    return Objects.requireNonNull(socket, "only an attached session sends");
  }
}
