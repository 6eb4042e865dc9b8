package dev.livestash.internal.session;

import dev.livestash.internal.groups.Letter;
import dev.livestash.internal.groups.Member;
import dev.livestash.internal.groups.Names;
import dev.livestash.internal.wire.ServerFrame;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;

/**
 * What comes to a session from elsewhere than its tab, in its turn: changes, messages to its
 * groups, and what goes to the tab's page as it is. May be called by any thread.
 */
final class Outside<S> implements Member, Updates.FromOutside<S> {
  private final Hosted<S> hosted;
  private final String sid;
  private final Berth<S> berth;
  private final Consumer<Runnable> post;
  private final Memberships memberships;
  private int waiting;
  private int waitingBytes;

  /**
   * Of one session.
   *
   * @param post brings a task into its turn
   */
  Outside(Hosted<S> hosted, String sid, Berth<S> berth, Consumer<Runnable> post) {
    this.hosted = hosted;
    this.sid = sid;
    this.berth = berth;
    this.post = post;
    this.memberships = new Memberships(hosted, this);
  }

  /** Makes the next state, of the one that is there. */
  private interface Step<S> {
    Optional<Timeline<S>> next(Seat<S> seat, Timeline<S> before);
  }

  @Override
  public Memberships memberships() {
    return memberships;
  }

  @Override
  public void update(UnaryOperator<S> change) {
    post.accept(new Change(0, (seat, before) -> seat.changed(before, change), () -> {}));
  }

  @Override
  public void reset() {
    update(state -> berth.lastSeat().map(now -> hosted.first(now.context)).orElse(state));
  }

  @Override
  public void take(Letter letter) {
    if (!hosted.handlers.takes(letter.name())) {
      letter.release();
      return;
    }
    Change change =
        new Change(letter.bytes(), (seat, before) -> seat.message(before, letter), letter::release);
    if (change.hasRoom()) {
      post.accept(change);
    } else {
      change.leaves();
      hosted.tell(one -> one.dropped(hosted.name, "waiting"));
    }
  }

  private synchronized void waits(int more, int moreBytes) {
    waiting += more;
    waitingBytes += moreBytes;
  }

  /** Whether what waits may; the first one may in any case. */
  private synchronized boolean hasRoom() {
    return waiting <= 1
        || (waiting <= hosted.services.limits().maxWaitingFrames()
            && waitingBytes <= hosted.services.limits().maxWaitingBytes());
  }

  /** One that waits for its turn, and for the state to be back if that sleeps. */
  private final class Change implements Errand.Task {
    private final int bytes;
    private final Step<S> step;
    private final Runnable release;

    Change(int bytes, Step<S> step, Runnable release) {
      this.bytes = bytes;
      this.step = step;
      this.release = release;
      waits(1, bytes);
    }

    boolean hasRoom() {
      return Outside.this.hasRoom();
    }

    @Override
    public void run() {
      if (berth.asleep().isPresent()) {
        berth.asleep().get().change(this);
        return;
      }
      leaves();
      if (berth.lastSeat().isPresent() && !berth.hasEnded()) {
        Timeline<S> before = berth.now();
        berth.now(step.next(berth.seat(), before).orElse(before));
      }
    }

    @Override
    public void isLost() {
      leaves();
      hosted.tell(one -> one.dropped(hosted.name, "asleep"));
    }

    void leaves() {
      waits(-1, -bytes);
      release.run();
    }
  }

  // --- to the page

  @Override
  public void push(String name, Object data) {
    byte[] frame = frame(Names.name(name), data);
    post.accept(() -> push(frame));
  }

  private byte[] frame(String name, Object data) {
    byte[] frame;
    try {
      frame = hosted.frames.encode(new ServerFrame.Push(name, data));
    } catch (JacksonException unwritable) {
      throw new IllegalArgumentException(
          "What is pushed cannot be written as JSON; give what Jackson writes.", unwritable);
    }
    int most = hosted.services.limits().maxMessageBytes();
    if (frame.length > most && frame.length - aroundData(name) > most) {
      throw new IllegalArgumentException(
          "What is pushed is over maxMessageBytes, " + most + "; send less.");
    }
    return frame;
  }

  /** What a frame has besides its data, in bytes. */
  private int aroundData(String name) {
    byte[] empty = hosted.frames.encode(new ServerFrame.Push(name, ""));
    return empty.length - "\"\"".length();
  }

  private void push(byte[] frame) {
    if (berth.asleep().isPresent()) {
      if (!berth.asleep().get().peer.offer(frame)) {
        hosted.tell(one -> one.dropped(hosted.name, "unread"));
      }
    } else if (berth.isOccupied()) {
      berth.seat().outbound.push(frame);
    } else {
      hosted.tell(one -> one.dropped(hosted.name, "away"));
    }
  }

  // --- to others

  @Override
  public void publish(String group, String name, Object data) {
    hosted.services.groups().publish(group, name, data);
  }

  @Override
  public String toString() {
    return sid;
  }
}
