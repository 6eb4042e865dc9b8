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
    void take(Seat<S> from, ReceivedFrame frame);
  }

  private final Hosted<S> hosted;
  private final Seat<S> seat;
  private final Consumer<Runnable> post;
  private final Frames<S> frames;
  private final Consumer<Seat<S>> gone;
  private final AtomicBoolean pongIsDue = new AtomicBoolean();

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
  public void frame(byte[] utf8) {
    if (hosted.frames.isPing(utf8)) {
      pong();
    } else if (seat.waiting.add(new ReceivedFrame(utf8, hosted.services.nanos()))) {
      post.accept(this::takeNext);
    } else {
      seat.peer.close(CloseCode.TRY_AGAIN_LATER, "too many frames wait");
    }
  }

  private void takeNext() {
    seat.waiting.next().ifPresent(frame -> frames.take(seat, frame));
  }

  /** In its turn if that comes soon: a tab must not take a server that is at a handler for dead. */
  private void pong() {
    // One answers all that came meanwhile: a flood of pings is no flood of tasks.
    if (!pongIsDue.compareAndSet(false, true)) {
      return;
    }
    AtomicBoolean isAnswered = new AtomicBoolean();
    Runnable answer =
        () -> {
          if (isAnswered.compareAndSet(false, true)) {
            pongIsDue.set(false);
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
    seat.waiting.peerIsGone();
    gone.accept(seat);
  }
}
