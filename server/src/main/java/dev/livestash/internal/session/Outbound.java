package dev.livestash.internal.session;

import dev.livestash.internal.memory.States;
import dev.livestash.internal.session.Answers.Answer;
import dev.livestash.internal.token.Refused;
import dev.livestash.internal.wire.ServerFrame;
import dev.livestash.report.RejectReason;
import dev.livestash.view.Arrival;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.function.UnaryOperator;
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
  private final Delivery delivery;
  private final Answers answers;
  private final Renders renders;
  private final States.Weight weight;
  private final List<Change<S>> batch = new ArrayList<>(0);
  private final Queue<byte[]> pushes = new RareQueue<>();
  private int pushedBytes;
  private boolean renderDue;
  private long joinedAtNanos;

  Outbound(
      Hosted<S> hosted,
      States.Weight weight,
      Peer peer,
      TabContext<S> context,
      Delivery delivery,
      Answers answers) {
    this.weight = weight;
    this.hosted = hosted;
    this.peer = peer;
    this.context = context;
    this.delivery = delivery;
    this.answers = answers;
    this.renders = new Renders(hosted.renderFrames, peer, delivery.isWithholding());
  }

  /**
   * One change of a batch: what there was before it, and the answer, if it is an event's.
   *
   * @param before where the instance stood
   * @param answer the answer; without a number if it cannot fail any more
   */
  private record Change<S>(Timeline<S> before, Optional<Answer> answer) {
    Change<S> failed(UnaryOperator<Answer> failure) {
      return new Change<>(
          before, answer.map(given -> given.n() == NO_EVENT ? given : failure.apply(given)));
    }
  }

  /** The instance goes on from a snapshot, and with it what that knows of its events. */
  void restore(List<Refused> refused) {
    answers.restore(
        refused.stream().map(event -> done(event.n(), null, Optional.of(event.error()))).toList());
  }

  /** Tells the tab where it is. */
  void joined(byte[] frame) {
    peer.send(frame);
    joinedAtNanos = hosted.services.nanos();
    Duration took = Duration.ofNanos(joinedAtNanos - peer.saidJoinAtNanos());
    hosted.tell(one -> one.attached(hosted.name, context.sid(), context.arrival(), took));
  }

  /** What tells the tab where it is; throws what the view throws when it is asked to show it. */
  byte[] joinedFrame(Timeline<S> timeline) {
    Arrival arrival = context.arrival();
    Object data = hosted.view.render(timeline.state(), context);
    byte[] frame =
        hosted.frames.encode(
            new ServerFrame.Joined(
                context.sid(),
                timeline.gen(),
                arrival.outcome().name().toLowerCase(Locale.ROOT),
                arrival
                    .reason()
                    .map(code -> RejectReason.valueOf(code.toUpperCase(Locale.ROOT)).wireCode()),
                timeline.seen(),
                arrival.lost(),
                answers.told(timeline.seen()),
                data,
                OptionalInt.empty()));
    renders.joined(data, frame.length);
    weight.shows(renders.heldJsonBytes(timeline.state()));
    return frame;
  }

  /** When the tab was told {@code joined}. */
  long joinedAtNanos() {
    return joinedAtNanos;
  }

  /** The tab goes on in a socket on which it was told {@code joined} then. */
  void woken(long nanos) {
    joinedAtNanos = nanos;
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
    Optional<Answer> written =
        hosted.tried(
            "Writing a reply of " + hosted.name, () -> done(n, answer.reply(), answer.error()));
    batch.add(new Change<>(before, Optional.of(written.orElseGet(() -> failed(n)))));
    return written.isPresent();
  }

  /** The event was handled before, and is answered as it was then, as far as that is known. */
  void alreadySeen(Timeline<S> now, long n) {
    byte[] frame = answers.find(n).orElseGet(() -> done(n, null, Optional.empty()).frame());
    batch.add(new Change<>(now, Optional.of(new Answer(NO_EVENT, Optional.empty(), false, frame))));
  }

  /** The state has changed, though nobody asked for an answer. */
  void changed(Timeline<S> before) {
    renderDue = true;
    batch.add(new Change<>(before, Optional.empty()));
  }

  private Answer failed(long n) {
    return done(n, null, Optional.of("failed"));
  }

  private Answer done(long n, @Nullable Object reply, Optional<String> error) {
    byte[] frame = hosted.frames.encode(new ServerFrame.Done(n, reply, error));
    return new Answer(n, error, reply != null, frame);
  }

  /** The server comes to an event that is suspected. */
  void announce(long n, Runnable whenSent) {
    peer.send(hosted.frames.encode(new ServerFrame.Working(n, false)), whenSent);
  }

  /** The server has been at an event for a while. */
  void working(long n) {
    peer.send(hosted.frames.encode(new ServerFrame.Working(n, true)));
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
      delivery.render(render);
      return now;
    } catch (Throwable failure) {
      // Kotlin's and Lombok's throw checked ones, too.
      hosted.failed(context.sid(), "render", "Showing a state of " + hosted.name, failure);
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
      Optional<byte[]> render = hosted.tried("Showing the state before", () -> render(back));
      if (render.isPresent()) {
        failFrom(at);
        sendAnswers();
        delivery.render(render.get());
        return Optional.of(back);
      }
    }
    return Optional.empty();
  }

  private void failFrom(int at) {
    for (Change<S> change : batch.subList(at, batch.size())) {
      if (change.answer().isEmpty()) {
        String whose = hosted.name + " " + context.sid();
        hosted.say(
            Level.ERROR, "taken back", "A change from outside of " + whose + " is taken back");
      }
    }
    batch.subList(at, batch.size()).replaceAll(change -> change.failed(given -> failed(given.n())));
  }

  /** Whether nothing waits for a batch's end. */
  boolean isIdle() {
    return !renderDue && batch.isEmpty() && pushes.isEmpty();
  }

  /** Tells the page something, after what the batch has answered. */
  void push(byte[] frame) {
    if (pushedBytes + frame.length > hosted.services.limits().maxUnreadBytes()) {
      hosted.tell(one -> one.dropped(hosted.name, "unread"));
      return;
    }
    pushedBytes += frame.length;
    pushes.add(frame);
  }

  private void sendAnswers() {
    batch.forEach(change -> change.answer().ifPresent(this::send));
    batch.clear();
    pushes.forEach(this::sendPush);
    pushes.clear();
    pushedBytes = 0;
    renderDue = false;
  }

  private void sendPush(byte[] frame) {
    if (!delivery.push(frame)) {
      hosted.tell(one -> one.dropped(hosted.name, "unread"));
    }
  }

  /** The tab has left in the middle of a batch: it is told of it when it comes back. */
  void leave() {
    batch.forEach(change -> change.answer().ifPresent(answers::given));
    batch.clear();
    pushes.forEach(lost -> hosted.tell(one -> one.dropped(hosted.name, "away")));
    pushes.clear();
    renders.leave();
  }

  /** Nor is a render held any more; what sleeps is told to hold none by its weight. */
  void showsNothing() {
    weight.shows(0);
  }

  private void send(Answer answer) {
    answers.given(answer);
    delivery.answer(answer.frame());
  }

  private byte[] render(Timeline<S> timeline) {
    byte[] frame = renders.frame(timeline.seen(), hosted.view.render(timeline.state(), context));
    weight.shows(renders.heldJsonBytes(timeline.state()));
    return frame;
  }

  /** What its tab may not have heard of. */
  @Override
  public String toString() {
    return answers.isEmpty() ? "" : answers + ", " + delivery;
  }
}
