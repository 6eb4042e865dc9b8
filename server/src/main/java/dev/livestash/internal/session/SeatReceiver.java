package dev.livestash.internal.session;

import dev.livestash.internal.wire.CloseCode;
import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** What a seat's socket brings, on its way into the session's turn: bounded, and pings first. */
final class SeatReceiver<S> implements Peer.Receiver {
  /** How long a ping waits for the session's turn. */
  private static final Duration PONG_DELAY = Duration.ofSeconds(1);

  /** Takes a frame in the session's turn. */
  interface Frames<S> {
    void take(Seat<S> from, String text, long receivedAtNanos);
  }

  private final Hosted<S> hosted;
  private final Seat<S> seat;
  private final Consumer<Runnable> post;
  private final Frames<S> frames;
  private final Consumer<Seat<S>> gone;

  SeatReceiver(
      Hosted<S> hosted,
      Seat<S> seat,
      Consumer<Runnable> post,
      Frames<S> frames,
      Consumer<Seat<S>> gone) {
    this.hosted = hosted;
    this.seat = seat;
    this.post = post;
    this.frames = frames;
    this.gone = gone;
  }

  @Override
  public void frame(String text) {
    if (hosted.frames.isPing(text)) {
      pong();
    } else if (seat.hasRoomFor(text, hosted.services.limits())) {
      long nanos = hosted.services.nanos();
      post.accept(
          () -> {
            seat.hasTurn(text);
            frames.take(seat, text, nanos);
          });
    } else {
      seat.peer.close(CloseCode.PROTOCOL_ERROR, "too many frames wait");
    }
  }

  /** In its turn if that comes soon: a tab must not take a server that is at a handler for dead. */
  private void pong() {
    AtomicBoolean isAnswered = new AtomicBoolean();
    Runnable answer =
        () -> {
          if (isAnswered.compareAndSet(false, true)) {
            seat.outbound.pong();
          }
        };
    Scheduler.Timer timer = hosted.services.scheduler().after(PONG_DELAY, answer);
    post.accept(
        () -> {
          timer.cancel();
          answer.run();
        });
  }

  @Override
  public void gone() {
    gone.accept(seat);
  }
}
