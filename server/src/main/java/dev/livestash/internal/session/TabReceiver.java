package dev.livestash.internal.session;

import dev.livestash.internal.wire.CloseCode;
import dev.livestash.internal.wire.ServerFrame;
import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a tab's socket brings, from its {@code joined} on, on its way into the session's turn:
 * bounded, and pings first.
 */
final class TabReceiver implements Peer.Receiver, Waiting.Owner {
  /** How long a ping waits for the session's turn. */
  private static final Duration PONG_DELAY = Duration.ofSeconds(1);

  /** Where it goes. */
  interface Owner {
    /** The instance. */
    String sid();

    /** Runs a task in the session's turn. */
    void post(Runnable task);

    /** Takes a frame, in the session's turn. */
    void frame(Peer from, ReceivedFrame frame);

    /** The socket is gone. */
    void gone(Peer left);
  }

  private final Hosted<?> hosted;
  private final Peer peer;
  private final Owner owner;
  private boolean pongIsDue;
  private boolean isGone;

  /** Null while it sleeps, and nothing has come. */
  private @Nullable Waiting waiting;

  private volatile boolean bringsToken;

  TabReceiver(Hosted<?> hosted, Peer peer, Owner owner) {
    this.hosted = hosted;
    this.peer = peer;
    this.owner = owner;
  }

  /** What has come, and waits for the session's turn. */
  synchronized Waiting waiting() {
    Waiting now = waiting;
    if (now == null) {
      now = new Waiting(peer, hosted.services, this);
      waiting = now;
    }
    return now;
  }

  /** Its session sleeps: holds nothing for what may come. */
  synchronized void sleeps() {
    if (waiting != null && waiting.isUnused()) {
      waiting = null;
    }
  }

  /** In one step with finding out where: what sleeps meanwhile must not lose it. */
  private synchronized boolean add(ReceivedFrame frame) {
    return waiting().add(frame);
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
    } else if (add(new ReceivedFrame(utf8, hosted.services.nanos()))) {
      owner.post(this::takeNext);
    } else {
      peer.close(CloseCode.TRY_AGAIN_LATER, "too many frames wait");
    }
  }

  private void takeNext() {
    waiting().next().ifPresent(frame -> owner.frame(peer, frame));
  }

  @Override
  public void goesOn() {
    owner.post(this::takeAll);
  }

  /** One after the other, each in a turn of its own: the next pause may come behind any of them. */
  private void takeAll() {
    takeNext();
    if (waiting().hasNext()) {
      goesOn();
    }
  }

  /** In its turn if that comes soon: a tab must not take a server that is at a handler for dead. */
  private void pong() {
    // One answers all that came meanwhile: a flood of pings is no flood of tasks.
    if (!isFirstPing()) {
      return;
    }
    AtomicBoolean isAnswered = new AtomicBoolean();
    Runnable answer =
        () -> {
          if (isAnswered.compareAndSet(false, true)) {
            pongIsSent();
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

  private synchronized boolean isFirstPing() {
    boolean isFirst = !pongIsDue;
    pongIsDue = true;
    return isFirst;
  }

  private synchronized void pongIsSent() {
    pongIsDue = false;
  }

  @Override
  public void sayPong() {
    peer.send(hosted.frames.encode(new ServerFrame.Pong()));
  }

  /** Told after the attach in any case, also of a socket that was gone before it. */
  @Override
  public void gone(int code) {
    if (isFirstEnd()) {
      waiting().peerIsGone();
      owner.post(() -> hosted.tell(one -> one.detached(hosted.name, owner.sid(), code)));
      owner.gone(peer);
    }
  }

  /** The socket may have gone while its join was on its way. */
  void goneIfClosed() {
    if (peer.isClosed()) {
      gone(peer.closeCode());
    }
  }

  private synchronized boolean isFirstEnd() {
    boolean isFirst = !isGone;
    isGone = true;
    return isFirst;
  }
}
