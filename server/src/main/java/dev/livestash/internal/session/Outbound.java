package dev.livestash.internal.session;

import dev.livestash.internal.wire.ServerFrame;
import dev.livestash.report.RejectReason;
import dev.livestash.view.Arrival;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a tab is sent besides its snapshots: the answers of a batch, and one render of what the
 * batch changed. A batch that cannot be rendered is not answered either.
 */
final class Outbound<S> {
  /** No event has this number. */
  private static final long NO_EVENT = 0;

  private final Hosted<S> hosted;
  private final Peer peer;
  private final TabContext<S> context;
  private final Withheld withheld;
  private final List<Change<S>> batch = new ArrayList<>(1);
  private boolean renderDue;
  private long joinedAtNanos;

  Outbound(Hosted<S> hosted, Peer peer, TabContext<S> context, Withheld withheld) {
    this.hosted = hosted;
    this.peer = peer;
    this.context = context;
    this.withheld = withheld;
  }

  /**
   * One change of a batch: what there was before it, and the answer, if it is an event's.
   *
   * @param before where the instance stood
   * @param n the event's number, if it can still fail
   * @param answer the frame
   */
  private record Change<S>(Timeline<S> before, long n, Optional<byte[]> answer) {}

  /** Tells the tab where it is. */
  void joined(byte[] frame) {
    peer.send(frame);
    joinedAtNanos = hosted.services.nanos();
    Duration took = Duration.ofNanos(joinedAtNanos - peer.saidJoinAtNanos());
    hosted.tell(one -> one.attached(context.view(), context.sid(), context.arrival(), took));
  }

  /** What tells the tab where it is; throws what the view throws when it is asked to show it. */
  byte[] joinedFrame(Timeline<S> timeline) {
    Arrival arrival = context.arrival();
    return hosted.frames.encode(
        new ServerFrame.Joined(
            context.sid(),
            timeline.gen(),
            arrival.outcome().name().toLowerCase(Locale.ROOT),
            arrival
                .reason()
                .map(code -> RejectReason.valueOf(code.toUpperCase(Locale.ROOT)).wireCode()),
            timeline.seen(),
            arrival.lost(),
            hosted.view.render(timeline.state(), context)));
  }

  /** How long before this moment the tab was told {@code joined}. */
  Duration sinceJoined(long nanos) {
    return Duration.ofNanos(nanos - joinedAtNanos);
  }

  /**
   * Keeps the answer to an event for the batch's end, and the render of what it has changed.
   *
   * @param before where the instance stood before the event
   * @return false if the reply cannot be written, so that the event has failed
   */
  boolean answer(Timeline<S> before, long n, EventRun.Answer<S> answer) {
    renderDue = true;
    Optional<byte[]> written =
        Application.tried(
            "Writing a reply of " + hosted.name, () -> done(n, answer.reply(), answer.error()));
    batch.add(new Change<>(before, n, Optional.of(written.orElseGet(() -> failed(n)))));
    return written.isPresent();
  }

  void alreadySeen(Timeline<S> now, long n) {
    batch.add(new Change<>(now, NO_EVENT, Optional.of(done(n, null, Optional.empty()))));
  }

  /** The state has changed, though nobody asked for an answer. */
  void changed(Timeline<S> before) {
    renderDue = true;
    batch.add(new Change<>(before, NO_EVENT, Optional.empty()));
  }

  private byte[] failed(long n) {
    return done(n, null, Optional.of("failed"));
  }

  private byte[] done(long n, @Nullable Object reply, Optional<String> error) {
    return hosted.frames.encode(new ServerFrame.Done(n, reply, error));
  }

  void bye(RetrySpread spread) {
    peer.send(hosted.frames.encode(new ServerFrame.Bye(spread.min(), spread.max())));
  }

  void pong() {
    peer.send(hosted.frames.encode(new ServerFrame.Pong()));
  }

  /** The server has come to an event, and is at it. */
  void working(long n, Runnable whenSent) {
    peer.send(hosted.frames.encode(new ServerFrame.Working(n)), whenSent);
  }

  // --- a batch's end

  /**
   * Sends a batch's answers, and the render of its new state. Where the view cannot show that, the
   * change that has led there has failed, and what came after it: the state goes back to before it.
   *
   * @return where the instance stands then
   */
  Timeline<S> flush(Timeline<S> now) {
    if (!renderDue) {
      sendAnswers();
      return now;
    }
    try {
      byte[] render = render(now);
      sendAnswers();
      withheld.render(render);
      return now;
    } catch (RuntimeException | Error failure) {
      Application.log("Showing a state of " + hosted.name, failure);
      Optional<Timeline<S>> back = goBack(now);
      if (back.isPresent()) {
        return back.get();
      }
      // What it showed a moment ago it does not show now: that is no event's fault.
      throw failure;
    }
  }

  private Optional<Timeline<S>> goBack(Timeline<S> now) {
    for (int at = batch.size() - 1; at >= 0; at--) {
      Timeline<S> back = now.goneBackTo(batch.get(at).before().state());
      Optional<byte[]> render = Application.tried("Showing the state before", () -> render(back));
      if (render.isPresent()) {
        failFrom(at);
        sendAnswers();
        withheld.render(render.get());
        return Optional.of(back);
      }
    }
    return Optional.empty();
  }

  private void failFrom(int at) {
    for (Change<S> change : batch.subList(at, batch.size())) {
      if (change.answer().isEmpty()) {
        System.getLogger("dev.livestash")
            .log(Level.ERROR, "A change from outside of {0} is taken back", hosted.name);
      }
    }
    batch
        .subList(at, batch.size())
        .replaceAll(
            change ->
                change.n() == NO_EVENT
                    ? change
                    : new Change<>(change.before(), change.n(), Optional.of(failed(change.n()))));
  }

  private void sendAnswers() {
    batch.forEach(change -> change.answer().ifPresent(withheld::answer));
    batch.clear();
    renderDue = false;
  }

  private byte[] render(Timeline<S> timeline) {
    Object data = hosted.view.render(timeline.state(), context);
    return hosted.frames.encode(new ServerFrame.Render(timeline.seen(), data));
  }
}
