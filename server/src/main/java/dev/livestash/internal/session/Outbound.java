package dev.livestash.internal.session;

import dev.livestash.internal.wire.ServerFrame;
import dev.livestash.report.RejectReason;
import dev.livestash.view.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What a tab is sent besides its snapshots: the answers of a batch, and one render of what the
 * batch changed. A batch that cannot be rendered is not answered either.
 */
final class Outbound<S> {
  private final Hosted<S> hosted;
  private final Peer peer;
  private final TabContext<S> context;
  private final List<byte[]> answers = new ArrayList<>(1);
  private boolean renderDue;
  private long joinedAtNanos;

  Outbound(Hosted<S> hosted, Peer peer, TabContext<S> context) {
    this.hosted = hosted;
    this.peer = peer;
    this.context = context;
  }

  /** Tells the tab where it is. */
  void joined(Timeline<S> timeline) {
    peer.send(hosted.frames.encode(joinedFrame(timeline)));
    joinedAtNanos = hosted.services.nanos();
    Duration took = Duration.ofNanos(joinedAtNanos - peer.saidJoinAtNanos());
    hosted.listener.attached(context.view(), context.sid(), context.arrival(), took);
  }

  private ServerFrame joinedFrame(Timeline<S> timeline) {
    Arrival arrival = context.arrival();
    return new ServerFrame.Joined(
        context.sid(),
        timeline.gen(),
        arrival.outcome().name().toLowerCase(Locale.ROOT),
        arrival
            .reason()
            .map(code -> RejectReason.valueOf(code.toUpperCase(Locale.ROOT)).wireCode()),
        timeline.seen(),
        hosted.view.render(timeline.state(), context));
  }

  /** How long before this moment the tab was told {@code joined}. */
  Duration sinceJoined(long nanos) {
    return Duration.ofNanos(nanos - joinedAtNanos);
  }

  /**
   * Keeps the answer to an event for the batch's end, and the render of what it has changed.
   *
   * @return false if the reply cannot be written, so that the event has failed
   */
  boolean answer(long n, EventRun.Answer<S> answer) {
    renderDue = true;
    try {
      answers.add(encode(n, answer.reply(), answer.error()));
      return true;
    } catch (JacksonException unwritable) {
      answers.add(encode(n, null, Optional.of("failed")));
      return false;
    }
  }

  void alreadySeen(long n) {
    answers.add(encode(n, null, Optional.empty()));
  }

  private byte[] encode(long n, @Nullable Object reply, Optional<String> error) {
    return hosted.frames.encode(new ServerFrame.Done(n, reply, error));
  }

  void renderIsDue() {
    renderDue = true;
  }

  void bye(RetrySpread spread) {
    peer.send(hosted.frames.encode(new ServerFrame.Bye(spread.min(), spread.max())));
  }

  void pong() {
    pong(() -> {});
  }

  void pong(Runnable whenSent) {
    peer.send(hosted.frames.encode(new ServerFrame.Pong()), whenSent);
  }

  /** Ends a batch: its answers, and the render of its new state. */
  void flush(Timeline<S> timeline) {
    byte[] render = renderDue ? render(timeline) : null;
    answers.forEach(peer::send);
    answers.clear();
    renderDue = false;
    if (render != null) {
      peer.send(render);
    }
  }

  private byte[] render(Timeline<S> timeline) {
    Object data = hosted.view.render(timeline.state(), context);
    return hosted.frames.encode(new ServerFrame.Render(timeline.seen(), data));
  }
}
