package dev.livestash.session;

import dev.livestash.token.RejectReason;
import dev.livestash.view.Arrival;
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
 * What a session sends besides its snapshots: the answers of a batch, and one render of what the
 * batch changed. A batch that cannot be rendered is not answered either.
 */
final class Outbound<S> {
  private final ViewHost<S> host;
  private final String sid;
  private final List<byte[]> answers = new ArrayList<>(1);

  private @Nullable SocketAttachment<S> socket;
  private @Nullable TabContext<S> context;
  private boolean renderDue;

  Outbound(ViewHost<S> host, String sid) {
    this.host = host;
    this.sid = sid;
  }

  /** Turns to a new socket and tells it where it is. */
  void joined(SocketAttachment<S> newSocket, TabContext<S> newContext, Line<S> line) {
    socket = newSocket;
    context = newContext;
    renderDue = false;
    answers.clear();
    newSocket.send(host.frames.encode(joined(newContext, line)));
    long took = host.services.nanoTime().getAsLong() - newSocket.joinedAtNanos();
    host.listener.attached(newContext.view(), sid, newContext.arrival(), Duration.ofNanos(took));
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
  S run(S state, ReceivedEvent event) {
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

  void pong() {
    pong(() -> {});
  }

  void pong(Runnable whenSent) {
    socket().send(host.frames.encode(new ServerFrame.Pong()), whenSent);
  }

  /** Ends a batch: its answers, and the render of its new state. */
  void flush(Line<S> line) {
    byte[] render = renderDue ? render(line) : null;
    answers.forEach(socket()::send);
    answers.clear();
    renderDue = false;
    if (render != null) {
      socket().send(render);
    }
  }

  private byte[] render(Line<S> line) {
    Object data = host.view.render(line.state(), context());
    return host.frames.encode(new ServerFrame.Render(line.seen(), data));
  }

  private SocketAttachment<S> socket() {
    return Objects.requireNonNull(socket, "only an attached session sends");
  }

  private TabContext<S> context() {
    return Objects.requireNonNull(context, "only an attached session renders");
  }
}
