package dev.livestash.session;

import dev.livestash.session.CommitPath.Result;
import dev.livestash.token.Claims;
import dev.livestash.token.RejectReason;
import dev.livestash.view.Arrival;
import dev.livestash.wire.ClientFrame;
import dev.livestash.wire.ServerFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What a session sends: the answers of a batch, one render of what the batch changed, then at most
 * one snapshot. A batch that cannot be rendered is not answered either.
 */
final class Outbound<S> {
  private final ViewHost<S> host;
  private final String sid;
  private final List<byte[]> answers = new ArrayList<>(1);

  private @Nullable SocketAttachment<S> socket;
  private @Nullable TabContext<S> context;
  private long startedAt;
  private @Nullable HeldBase base;
  private long sealedAtNanos;
  private boolean renderDue;
  private boolean protectedByTab;

  Outbound(ViewHost<S> host, String sid) {
    this.host = host;
    this.sid = sid;
  }

  /** Turns to a new socket and tells it where it is. */
  void joined(
      SocketAttachment<S> newSocket, TabContext<S> newContext, Line<S> line, long newStartedAt) {
    socket = newSocket;
    context = newContext;
    startedAt = newStartedAt;
    renderDue = false;
    base = null;
    answers.clear();
    Arrival arrival = newContext.arrival();
    // A token that only another node can open must not be overwritten by this node's fresh state.
    protectedByTab = !arrival.reason().equals(Optional.of(RejectReason.NEWER.code()));
    newSocket.send(host.frames.encode(joined(newContext, line)));
    long took = host.services.nanoTime().getAsLong() - newSocket.joinedAtNanos();
    host.listener.attached(newContext.view(), sid, arrival, Duration.ofNanos(took));
  }

  private ServerFrame joined(TabContext<S> tab, Line<S> line) {
    Arrival arrival = tab.arrival();
    return new ServerFrame.Joined(
        sid,
        line.gen(),
        arrival.outcome().name().toLowerCase(Locale.ROOT),
        arrival
            .reason()
            .map(code -> RejectReason.valueOf(code.toUpperCase(Locale.ROOT)).wireCode()),
        line.seen(),
        host.view.render(line.state(), tab));
  }

  /** Runs an event's handler and keeps the answer for the batch's end. */
  S run(S state, ClientFrame.Event event) {
    EventRun.Answer<S> answer = host.eventRun.run(state, event, context());
    S next = answer.state();
    try {
      answers.add(encode(event.n(), answer.reply(), answer.error()));
    } catch (JacksonException unwritable) {
      answers.add(encode(event.n(), null, Optional.of("failed")));
      next = state;
    }
    renderDue = true;
    return next;
  }

  void alreadySeen(long n) {
    answers.add(encode(n, null, Optional.empty()));
  }

  private byte[] encode(long n, @Nullable Object reply, Optional<String> error) {
    return host.frames.encode(new ServerFrame.Done(n, reply, error));
  }

  void renderIsDue() {
    renderDue = true;
  }

  void bye(RetrySpread spread) {
    socket().send(host.frames.encode(new ServerFrame.Bye(spread.min(), spread.max())));
  }

  /** Whether the tab has acknowledged all there is, or cannot. */
  boolean isAtRest(Line<S> line) {
    return !protectedByTab || (!line.dirty() && line.inFlight() == null);
  }

  /** How long the last token can be left alone; zero if it is to be renewed now. */
  Duration untilRenewal() {
    Duration age = Duration.ofNanos(host.services.nanoTime().getAsLong() - sealedAtNanos);
    Duration left = host.services.settings().renewalDelay().minus(age);
    return left.isNegative() ? Duration.ZERO : left;
  }

  void pong() {
    socket().send(host.frames.encode(new ServerFrame.Pong()));
  }

  /** Ends a batch: the way of the data from the new state to the tab. */
  Line<S> flush(Line<S> line) {
    byte[] render = renderDue ? render(line) : null;
    answers.forEach(socket()::send);
    answers.clear();
    renderDue = false;
    if (render != null) {
      socket().send(render);
    }
    return line.isDue() && protectedByTab ? commit(line) : line;
  }

  private byte[] render(Line<S> line) {
    Object data = host.view.render(line.state(), context());
    return host.frames.encode(new ServerFrame.Render(line.seen(), data));
  }

  private Line<S> commit(Line<S> line) {
    long start = host.services.nanoTime().getAsLong();
    sealedAtNanos = start;
    Line<S> sealed = line.sealed();
    Result result = host.commitPath.commit(claims(sealed), sealed.state(), base);
    if (result instanceof Result.Sealed snapshot) {
      base = snapshot.base();
      socket().send(host.frames.encode(keep(sealed, snapshot)));
      Duration took = Duration.ofNanos(host.services.nanoTime().getAsLong() - start);
      int tokenBytes = snapshot.token().length();
      host.listener.committed(context().view(), sid, snapshot.stateBytes(), tokenBytes, took);
      return sealed;
    }
    unprotected(((Result.Unsealed) result).why());
    return line.unsealed();
  }

  /**
   * The tab could not store the last snapshot: the next one is whole, and does not lean on what it
   * holds.
   */
  void unkept(String why) {
    base = null;
    unprotected(why);
  }

  private void unprotected(String why) {
    host.listener.unprotected(context().view(), sid, why);
  }

  private ServerFrame keep(Line<S> sealed, Result.Sealed snapshot) {
    return new ServerFrame.Keep(
        sealed.gen(),
        sealed.seq(),
        sealed.seen(),
        snapshot.stateBytes(),
        snapshot.token(),
        Optional.ofNullable(snapshot.base())
            .filter(held -> snapshot.isPatch())
            .map(HeldBase::name));
  }

  private Claims claims(Line<S> sealed) {
    Settings settings = host.services.settings();
    long now = host.services.clock().instant().getEpochSecond();
    return new Claims(
        settings.issuer(),
        context().view(),
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

  private TabContext<S> context() {
    return Objects.requireNonNull(context, "only an attached session renders");
  }
}
