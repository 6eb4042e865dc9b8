package dev.livestash.session;

import dev.livestash.fence.Mark;
import dev.livestash.wire.ClientFrame;
import dev.livestash.wire.CloseCode;
import dev.livestash.wire.Decoded;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a session's tab sends, frame by frame, in the session's mailbox.
 *
 * <p>An event that the servers before this one may have died of is announced to the tab, and
 * handled by itself once the announcement is on its way: if this server dies too, the tab knows
 * whether it had come to this event, and to no other. What follows it waits meanwhile.
 */
final class Inbox<S> {
  /**
   * How long the last try of an event waits: what has just been started is slow, and easily killed
   * at something that it would not have died of.
   */
  static final Duration LAST_TRY_PAUSE = Duration.ofSeconds(1);

  private final ViewHost<S> host;
  private final Session<S> session;
  private final Outbound<S> outbound;
  private final Keeper<S> keeper;

  /** The suspect, and the events behind it. */
  private final Deque<ReceivedEvent> held = new ArrayDeque<>();

  /** Whether the suspect has been announced, and not been handled yet. */
  private boolean isAnnounced;

  /** What has to wait until then. */
  private final List<Runnable> waiting = new ArrayList<>(0);

  private long joinedAtNanos;

  /** Whether one was suspected, so that it may also have been one of those that followed. */
  private boolean isCareful;

  Inbox(ViewHost<S> host, Session<S> session, Outbound<S> outbound, Keeper<S> keeper) {
    this.host = host;
    this.session = session;
    this.outbound = outbound;
    this.keeper = keeper;
  }

  /** Turns to a new socket, whose tab sends again what it has had no answer to. */
  void joined() {
    joinedAtNanos = host.services.nanoTime().getAsLong();
    held.clear();
    waiting.clear();
    isAnnounced = false;
    isCareful = false;
  }

  /**
   * Whether nothing may be sent now: the announcement has to be the last that the tab hears, if the
   * suspect ends this server.
   */
  boolean isAnnounced() {
    return isAnnounced;
  }

  void whenReleased(Runnable task) {
    waiting.add(task);
  }

  /** Takes a frame, unless the session has turned to another socket meanwhile. */
  void take(SocketAttachment<S> from, String text, long receivedAtNanos) {
    if (from != session.socket()) {
      return;
    }
    Decoded decoded = host.frames.decode(text);
    if (decoded instanceof Decoded.Malformed malformed) {
      from.close(CloseCode.PROTOCOL_ERROR, malformed.why());
    } else if (decoded instanceof Decoded.Frame frame) {
      take(from, frame.frame(), Duration.ofNanos(receivedAtNanos - joinedAtNanos));
    }
  }

  private void take(SocketAttachment<S> from, ClientFrame frame, Duration sinceJoined) {
    if (frame instanceof ClientFrame.Event event) {
      take(from, ReceivedEvent.of(event, sinceJoined));
    } else if (frame instanceof ClientFrame.Kept kept) {
      answered(new Mark(kept.gen(), kept.seq()), Optional.empty());
    } else if (frame instanceof ClientFrame.Unkept unkept) {
      answered(new Mark(unkept.gen(), unkept.seq()), Optional.of(unkept.why()));
    } else if (frame instanceof ClientFrame.Ping) {
      outbound.pong();
    } else {
      from.close(CloseCode.PROTOCOL_ERROR, "a second join");
    }
  }

  private void answered(Mark mark, Optional<String> unkept) {
    session.advance(keeper.answered(line(), mark, unkept));
  }

  private void take(SocketAttachment<S> from, ReceivedEvent event) {
    if (held.isEmpty()) {
      handle(from, event);
    } else if (held.size() < host.services.settings().maxWaitingFrames()) {
      held.add(event);
    } else {
      from.close(CloseCode.PROTOCOL_ERROR, "too many frames wait");
    }
  }

  private void handle(SocketAttachment<S> from, ReceivedEvent event) {
    switch (event.n() < 0 ? Line.Turn.NEXT : line().turn(event.n())) {
      case SEEN -> outbound.alreadySeen(event.n());
      case GAP -> from.close(CloseCode.PROTOCOL_ERROR, "an event is missing");
      case NEXT -> {
        if (event.isSuspect()) {
          hold(from, event);
        } else {
          run(event);
        }
      }
    }
  }

  private void run(ReceivedEvent event) {
    Line<S> now = line();
    S next = outbound.run(now.state(), event);
    session.advance(event.n() < 0 ? keeper.changed(now, next) : now.handled(event.n(), next));
    if (isCareful && event.replayed()) {
      outbound.flush(line());
    }
  }

  // --- an event that is suspected

  private void hold(SocketAttachment<S> from, ReceivedEvent suspect) {
    held.add(suspect);
    isCareful = true;
    if (suspect.isLastTry()) {
      var unused =
          host.services.timers().after(LAST_TRY_PAUSE, () -> session.post(() -> announce(from)));
    } else {
      announce(from);
    }
  }

  private void announce(SocketAttachment<S> from) {
    if (from == session.socket()) {
      outbound.flush(line());
      isAnnounced = true;
      outbound.pong(() -> session.post(() -> release(from)));
    }
  }

  private void release(SocketAttachment<S> from) {
    if (from == session.socket()) {
      Deque<ReceivedEvent> released = new ArrayDeque<>(held);
      held.clear();
      isAnnounced = false;
      run(released.remove());
      released.forEach(event -> take(from, event));
      waiting.forEach(Runnable::run);
      waiting.clear();
    }
  }

  private Line<S> line() {
    return Objects.requireNonNull(session.line(), "frames reach a session after its attach");
  }
}
