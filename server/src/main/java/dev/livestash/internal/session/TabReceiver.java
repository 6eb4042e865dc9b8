package dev.livestash.internal.session;

import dev.livestash.internal.wire.CloseCode;
import dev.livestash.internal.wire.ServerFrame;
import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a tab's socket brings, from its {@code joined} on, on its way into the session's turn:
 * bounded, and pings first.
 */
final class TabReceiver implements Peer.Receiver {
  /** How long a ping waits for the session's turn. */
  private static final Duration PONG_DELAY = Duration.ofSeconds(1);

  /** Where it goes. */
  interface Owner {
    /** Runs a task in the session's turn. */
    void post(Runnable task);

    /** Takes a frame, in the session's turn. */
    void frame(Peer from, ReceivedFrame frame);

    /** The socket is gone. */
    void gone(Peer left);
  }

  final Waiting waiting;
  private final Hosted<?> hosted;
  private final Peer peer;
  private final Owner owner;
  private final AtomicBoolean pongIsDue = new AtomicBoolean();
  private volatile boolean bringsToken;

  TabReceiver(Hosted<?> hosted, Peer peer, Owner owner) {
    this.hosted = hosted;
    this.peer = peer;
    this.owner = owner;
    this.waiting = new Waiting(peer, hosted.services, this::sayPong);
  }

  /** Whether the tab's next frame may be as large as its token. */
  void bringsToken(boolean brings) {
    bringsToken = brings;
  }

  @Override
  public boolean bringsToken() {
    return bringsToken;
  }

  @Override
  public void frame(byte[] utf8) {
    if (hosted.frames.isPing(utf8)) {
      pong();
    } else if (waiting.add(new ReceivedFrame(utf8, hosted.services.nanos()))) {
      owner.post(this::takeNext);
    } else {
      peer.close(CloseCode.TRY_AGAIN_LATER, "too many frames wait");
    }
  }

  private void takeNext() {
    waiting.next().ifPresent(frame -> owner.frame(peer, frame));
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
            sayPong();
          }
        };
    Scheduler.Timer timer = hosted.services.scheduler().after(PONG_DELAY, answer);
    owner.post(
        () -> {
          timer.cancel();
          answer.run();
        });
  }

  private void sayPong() {
    peer.send(hosted.frames.encode(new ServerFrame.Pong()));
  }

  @Override
  public void gone() {
    waiting.peerIsGone();
    owner.gone(peer);
  }
}
