package dev.livestash.internal.session;

import dev.livestash.fence.Mark;
import dev.livestash.internal.wire.ClientFrame;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.internal.wire.Decoded;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a session's tab sends, frame by frame, in the session's turn. Each method takes the timeline
 * as it is and gives it back as it is then.
 *
 * <p>An event that the servers before this one may have died of is announced to the tab, and
 * handled by itself once the announcement is on its way: if this server dies too, the tab knows
 * whether it had come to this event, and to no other. What follows it waits meanwhile.
 */
final class Inbound<S> {
  /**
   * How long an event waits that a server was lost at: what has just been started is slow, and
   * easily killed at something that it would not have died of.
   */
  static final Duration ACCUSED_PAUSE = Duration.ofSeconds(1);

  private final Hosted<S> hosted;
  private final Peer peer;
  private final TabContext<S> context;
  private final Outbound<S> outbound;
  private final SnapshotSender<S> sender;
  private final Waiting frames;
  private final Turns<S> turns;
  private final BooleanSupplier back;

  /** The suspect, and the events behind it, as they came. */
  private final Queue<ReceivedFrame> held = new RareQueue<>();

  /** Those of them that are not held any more. */
  private final Queue<ReceivedFrame> released = new RareQueue<>();

  /** What has to wait until the suspect has been handled. */
  private final Queue<UnaryOperator<Timeline<S>>> waiting = new RareQueue<>();

  /** The event that the application is at. */
  private volatile @Nullable Running<S> running;

  /** The number of the one that is held first. */
  private long suspect;

  /** Whether the suspect has been announced, and not been handled yet. */
  private boolean isAnnounced;

  /** Whether one was suspected, so that it may also have been one of those that followed. */
  private boolean isCareful;

  private boolean isHidden;

  /** Whether what the tab says of the snapshot on its way is among what waits. */
  private boolean keepAnswerWaits;

  Inbound(
      Hosted<S> hosted,
      Peer peer,
      TabContext<S> context,
      Outbound<S> outbound,
      SnapshotSender<S> sender,
      Waiting frames,
      Turns<S> turns,
      BooleanSupplier back) {
    this.hosted = hosted;
    this.peer = peer;
    this.context = context;
    this.outbound = outbound;
    this.sender = sender;
    this.frames = frames;
    this.turns = turns;
    this.back = back;
  }

  /**
   * Whether nothing may be sent now: the announcement has to be the last that the tab hears, if the
   * suspect ends this server.
   */
  boolean isAnnounced() {
    return isAnnounced;
  }

  /** Whether nothing of the tab's waits to be handled. */
  boolean isIdle() {
    return !isAnnounced && held.isEmpty() && released.isEmpty() && waiting.isEmpty();
  }

  /** Whether the tab has said that nobody looks at its page, and nothing since. */
  boolean isHidden() {
    return isHidden;
  }

  /** Takes a step that may send something: later, if an announcement is to be the last word. */
  Timeline<S> whenSilent(Timeline<S> now, UnaryOperator<Timeline<S>> step) {
    if (!isAnnounced) {
      return step.apply(now);
    }
    waiting.add(step);
    return now;
  }

  /** An event that is being handled, and where the instance stood before it. */
  private record Running<S>(Timeline<S> before, ReceivedEvent event, long sinceNanos) {}

  /** Takes a frame. */
  Timeline<S> take(Timeline<S> now, ReceivedFrame frame) {
    Decoded decoded = hosted.frames.decode(frame.utf8());
    Optional<ReceivedEvent> event = event(decoded, frame);
    if (event.isPresent() && hosted.isTooLarge(frame)) {
      // It was read when its tab could bring its state.
      peer.close(CloseCode.TOO_LARGE, "an event over the limit");
      return now;
    }
    if (event.isPresent() && !held.isEmpty()) {
      held.add(frame);
      return now;
    }
    if (event.isPresent() && isToBeHeld(now, event.get())) {
      return hold(now, event.get(), frame);
    }
    frames.leaves(frame);
    return event.isPresent() ? handle(now, event.get()) : takeOther(now, decoded);
  }

  private Optional<ReceivedEvent> event(Decoded decoded, ReceivedFrame received) {
    if (decoded instanceof Decoded.Frame frame) {
      if (frame.frame() instanceof ClientFrame.Event event) {
        return Optional.of(ReceivedEvent.of(event, outbound.sinceJoined(received.atNanos())));
      }
      if (frame.frame() instanceof ClientFrame.UnfitEvent event) {
        return Optional.of(ReceivedEvent.unfit(event));
      }
    }
    return Optional.empty();
  }

  private Timeline<S> takeOther(Timeline<S> now, Decoded decoded) {
    if (decoded instanceof Decoded.Malformed malformed) {
      peer.close(CloseCode.PROTOCOL_ERROR, malformed.why());
      return now;
    }
    ClientFrame frame = ((Decoded.Frame) decoded).frame();
    if (frame instanceof ClientFrame.Kept kept) {
      return keepAnswered(now, new Mark(kept.gen(), kept.seq()), Optional.empty());
    }
    if (frame instanceof ClientFrame.Unkept unkept) {
      return keepAnswered(now, new Mark(unkept.gen(), unkept.seq()), Optional.of(unkept.why()));
    }
    if (frame instanceof ClientFrame.Join) {
      peer.close(CloseCode.PROTOCOL_ERROR, "a second join");
    }
    isHidden |= frame instanceof ClientFrame.Hidden;
    return now;
  }

  /** It may have something sent; and only one snapshot is ever waited for. */
  private Timeline<S> keepAnswered(Timeline<S> now, Mark mark, Optional<String> unkept) {
    if (!isAnnounced) {
      return sender.answered(now, mark, unkept);
    }
    if (!keepAnswerWaits && mark.equals(now.inFlight())) {
      keepAnswerWaits = true;
      waiting.add(
          later -> {
            keepAnswerWaits = false;
            return sender.answered(later, mark, unkept);
          });
    }
    return now;
  }

  // --- an event

  private Timeline.Turn turn(Timeline<S> now, ReceivedEvent event) {
    return event.isVolatile() ? Timeline.Turn.NEXT : now.turn(event.n());
  }

  private boolean isToBeHeld(Timeline<S> now, ReceivedEvent event) {
    return event.isSuspect() && turn(now, event) == Timeline.Turn.NEXT;
  }

  private Timeline<S> handle(Timeline<S> now, ReceivedEvent event) {
    isHidden = false;
    switch (turn(now, event)) {
      case SEEN -> outbound.alreadySeen(now, event.n());
      case GAP -> peer.close(CloseCode.PROTOCOL_ERROR, "an event is missing");
      case NEXT -> {
        return run(now, event);
      }
    }
    return now;
  }

  /** What its client sends meanwhile waits on its side of the line. */
  private void pauseIfTooFast() {
    Duration pause =
        peer.visitor().pace().apply(quota -> hosted.tell(one -> one.slowed(hosted.name, quota)));
    if (!pause.isZero()) {
      frames.pause(pause);
    }
  }

  private Timeline<S> run(Timeline<S> now, ReceivedEvent event) {
    pauseIfTooFast();
    running = new Running<>(now, event, hosted.services.nanos());
    EventRun.Answer<S> answer = hosted.eventRun.run(now.state(), event, context);
    boolean isInTime = back.getAsBoolean();
    EventRun.Answer<S> given = isInTime ? answer : EventRun.refused(now.state(), "timeout");
    handled(given);
    return answered(now, event, given);
  }

  /** The application is at no event any more. Tells how the last one came out. */
  private void handled(EventRun.Answer<S> answer) {
    Running<S> done = running;
    running = null;
    if (done != null && !answer.isUnfit()) {
      Duration took = Duration.ofNanos(hosted.services.nanos() - done.sinceNanos());
      ClientFrame.Event event = done.event().frame();
      String key = context.sid() + "/" + event.n();
      hosted.tell(
          one -> one.handled(hosted.name, key, event.name(), answer.error().orElse(""), took));
    }
  }

  private Timeline<S> answered(Timeline<S> now, ReceivedEvent event, EventRun.Answer<S> answer) {
    S state = outbound.answer(now, event.n(), answer) ? answer.state() : now.state();
    Timeline<S> next =
        event.isVolatile() ? sender.changed(now, state) : now.handled(event.n(), state);
    return isCareful && event.replayed() ? outbound.flush(next) : next;
  }

  // --- an event whose handler takes its time

  /** Tells the tab that its event is being handled. On any thread. */
  void isSlow() {
    Running<S> slow = running;
    if (slow != null) {
      outbound.working(slow.event().n());
    }
  }

  /** Goes on without the event whose handler does not end; empty if it is at none. */
  Optional<Timeline<S>> giveUp() {
    Running<S> stuck = running;
    if (stuck != null) {
      handled(EventRun.refused(stuck.before().state(), "timeout"));
      System.getLogger("dev.livestash")
          .log(
              Level.ERROR,
              "A handler of {0} has not ended in time, nor when it was interrupted: its thread is lost"
                  + " to it, the event has failed, and the state is as before.",
              hosted.name);
    }
    return Optional.ofNullable(stuck)
        .map(
            call ->
                answered(
                    call.before(),
                    call.event(),
                    EventRun.refused(call.before().state(), "timeout")))
        .map(this::takeHeld);
  }

  // --- an event that is suspected

  private Timeline<S> hold(Timeline<S> now, ReceivedEvent event, ReceivedFrame frame) {
    held.add(frame);
    suspect = event.n();
    isCareful = true;
    if (!event.isAccused()) {
      return announce(now);
    }
    var unused =
        hosted.services.scheduler().after(ACCUSED_PAUSE, () -> turns.later(this::announce));
    return now;
  }

  private Timeline<S> announce(Timeline<S> now) {
    Timeline<S> flushed = outbound.flush(now);
    isAnnounced = true;
    outbound.announce(suspect, () -> turns.later(this::release));
    return flushed;
  }

  private Timeline<S> release(Timeline<S> now) {
    isAnnounced = false;
    released.addAll(held);
    held.clear();
    ReceivedFrame first = released.remove();
    frames.leaves(first);
    return takeHeld(run(now, event(hosted.frames.decode(first.utf8()), first).orElseThrow()));
  }

  /** Takes those that waited behind a suspect, until one of them is suspected itself. */
  private Timeline<S> takeHeld(Timeline<S> now) {
    Timeline<S> next = now;
    while (held.isEmpty() && !released.isEmpty()) {
      next = take(next, released.remove());
    }
    // What is behind the next suspect is known to be events, and is not decoded once more for it.
    held.addAll(released);
    released.clear();
    List<UnaryOperator<Timeline<S>>> steps = List.copyOf(waiting);
    waiting.clear();
    for (UnaryOperator<Timeline<S>> step : steps) {
      next = whenSilent(next, step);
    }
    return next;
  }
}
