package dev.livestash.internal.session;

import dev.livestash.fence.Mark;
import dev.livestash.internal.snapshot.Restore;
import dev.livestash.internal.stores.Slots;
import dev.livestash.internal.token.ClaimsCheck;
import dev.livestash.internal.wire.ClientFrame;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.internal.wire.Params;
import dev.livestash.internal.wire.ServerFrame;
import dev.livestash.settings.Scheduler;
import dev.livestash.view.Arrival;
import dev.livestash.view.Fencing;
import dev.livestash.view.Outcome;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a session whose tab alone holds its state, and is there: until the tab brings it.
 * There may be very many of these, so it holds little more than its place.
 */
final class Asleep<S> implements Runnable {
  /** How long a tab that is asked for its token may take: on a slow line that is a while. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Whose session it is. */
  interface Owner<S> extends TabReceiver.Owner, Updates<S> {
    /** The tab has brought what it was to bring. */
    void awake(Asleep<S> from, Restore.Verified snapshot, S state);

    /** It has not, and has to join again. */
    void cannotWake(Asleep<S> from, CloseCode code, String why);
  }

  final Peer peer;
  final long joinedAtNanos;
  final long sealedAtNanos;
  final @Nullable Slots slots;
  final TabReceiver receiver;
  private final Hosted<S> hosted;
  private final Owner<S> owner;
  private final String view;
  private final Params params;
  private final Fencing fencing;
  private final String epoch;
  private final Timeline.@Nullable Origin origin;
  private final long gen;
  private final long seq;
  private final long seen;
  private final long startedAt;
  private final long issuedAt;

  /** Whether its tab has not answered yet that it holds the token that this relies on. */
  private boolean isKeptDue;

  private @Nullable Errand errand;

  /** Until its token is to be renewed, or has to have come. */
  private Scheduler.@Nullable Timer timer;

  /** Whether the application was told that it sleeps. */
  private boolean hasBegun;

  private boolean isOver;

  /**
   * Lets a tab alone with its state.
   *
   * @param place where the instance stands
   * @param slots where its snapshots rest, if they ever rested on the servers' side
   */
  Asleep(
      Hosted<S> hosted,
      Owner<S> owner,
      Holder<S> holder,
      Timeline.Place place,
      @Nullable Slots slots) {
    this.hosted = hosted;
    this.owner = owner;
    this.peer = holder.peer();
    // The usual one is not held for each tab.
    this.view = hosted.name.equals(holder.context().view()) ? hosted.name : holder.context().view();
    this.params = holder.context().held();
    this.fencing = holder.context().arrival().fencing();
    this.startedAt = holder.age().startedAt();
    this.issuedAt = holder.age().issuedAt();
    this.joinedAtNanos = holder.joinedAtNanos();
    this.sealedAtNanos = holder.sealedAtNanos();
    this.receiver = holder.receiver();
    this.slots = slots;
    this.epoch = place.epoch();
    this.origin = place.origin();
    this.gen = place.gen();
    this.seq = place.seq();
    this.seen = place.seen();
    receiver.sleeps();
  }

  /** Tells a tab where it is, and that it has come without its state. */
  void begin(AsleepEntry<S> entry) {
    peer.send(hosted.frames.encode(entry.joined()));
    Duration sinceJoin = Duration.ofNanos(joinedAtNanos - peer.saidJoinAtNanos());
    hosted.tell(one -> one.attached(hosted.name, sid(), entry.context().arrival(), sinceJoin));
    peer.send(hosted.frames.encode(entry.keep()));
    isKeptDue = true;
    begin(PATIENCE);
  }

  /** Tells the tab, which brings its token with its next event. */
  void begin(Duration untilRenewal) {
    hasBegun = true;
    receiver.bringsToken(true);
    hosted.tell(one -> one.asleep(hosted.name, sid()));
    peer.send(hosted.frames.encode(new ServerFrame.Asleep(gen, seq)));
    remind(untilRenewal);
  }

  String sid() {
    return owner.sid();
  }

  Timeline.Place place() {
    return new Timeline.Place(epoch, origin, gen, seq, seen);
  }

  Age age() {
    return new Age(startedAt, issuedAt);
  }

  /** How its tab comes in again, with what it has brought. */
  Entry<S> entry(Restore.Verified snapshot, S state) {
    Timeline<S> timeline = Timeline.woken(place(), state, isKeptDue);
    return new Entry<>(context(), timeline, age(), snapshot.held(), List.of());
  }

  /** What the application sees of it. */
  TabContext<S> context() {
    Arrival arrival = new Arrival(Outcome.WOKEN, Optional.empty(), fencing, 0, gen);
    return new TabContext<>(owner, view, params, peer.visitor(), arrival);
  }

  ClaimsCheck.Expected expected() {
    return hosted.expected(view, peer.subject());
  }

  @SuppressWarnings("ReferenceEquality") // a peer is one connection, and no other is like it
  boolean isOf(Peer other) {
    return peer == other;
  }

  /** Takes a frame of the tab. */
  void take(ReceivedFrame frame) {
    new AsleepInbound<>(hosted, this, owner).take(frame);
  }

  /** Whether that is the token that this relies on, and its tab has not answered it yet. */
  boolean isRelied(Mark mark) {
    return isKeptDue && mark.equals(place().mark());
  }

  /** Whether what waits for the state is in the way of the token, which comes behind it. */
  boolean isStuck() {
    return !errand().isBrought && receiver.waiting().isStuck();
  }

  /** No older token passes from now on. */
  void kept(Mark mark) {
    if (isKeptDue && mark.equals(place().mark())) {
      isKeptDue = false;
      Duration took = Duration.ofNanos(hosted.services.nanos() - sealedAtNanos);
      hosted.tell(one -> one.kept(hosted.name, sid(), took));
      var unused = hosted.services.fence().kept(sid(), gen, mark);
      if (!isWanted()) {
        remind(hosted.services.times().renewalDelay());
      }
    }
  }

  /**
   * Opens what its tab has brought, once.
   *
   * @param opened told when that is no longer needed, unless the session ends
   */
  void bring(ClientFrame.Wake wake, Runnable opened) {
    Errand now = errand();
    if (now.isBrought) {
      opened.run();
      return;
    }
    now.wakes(Errand.EVENT, hosted.services.nanos());
    now.isBrought = true;
    receiver.bringsToken(false);
    Asleep<S> self = this;
    new Waking<>(
            hosted,
            this,
            owner::post,
            new Waking.Then<S>() {
              @Override
              public void woken(Restore.Verified snapshot, S state) {
                opened.run();
                owner.awake(self, snapshot, state);
              }

              @Override
              public void failed(CloseCode code, String why) {
                owner.cannotWake(self, code, why);
              }
            })
        .begin(wake);
  }

  // --- what needs the state

  /**
   * A change from outside: it wakes the session, or the newest of them is made when it wakes. What
   * is held until then is held from others: where that is much, it wakes the session, too.
   */
  void change(Errand.Task change) {
    if (hosted.wakesForUpdates || hosted.services.memory().frames().isQuarterFull()) {
      if (errand().size() < hosted.services.limits().maxWaitingFrames()) {
        whenAwake(Errand.UPDATE, change);
      } else {
        change.isLost();
        loses("a change from outside, for too many wait");
      }
    } else {
      errand().isNewest(change);
    }
  }

  /** Does something when the state is back, and asks for it. */
  void whenAwake(String cause, Runnable step) {
    Errand now = errand();
    now.add(cause, step);
    if (!now.isAsked && !now.isBrought) {
      now.wakes(cause, hosted.services.nanos());
      now.isAsked = true;
      peer.send(hosted.frames.encode(new ServerFrame.Needed()));
      remind(PATIENCE);
    }
  }

  /** In place of what was to be done before. */
  private void remind(Duration delay) {
    cancelTimer();
    timer = hosted.services.scheduler().after(delay, this);
  }

  @Override
  public void run() {
    owner.post(this::isDue);
  }

  /**
   * A token must not expire while its page is open: when the state is back, it is sealed again. Nor
   * is one relied on that the tab does not answer.
   */
  private void isDue() {
    if (isOver) {
      return;
    }
    if (errand != null && errand.isAsked) {
      owner.cannotWake(this, CloseCode.SERVICE_RESTART, "it has not brought its state");
    } else {
      whenAwake(Errand.RENEWAL, () -> {});
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private Errand errand() {
    Errand now = errand;
    if (now == null) {
      now = new Errand();
      errand = now;
    }
    return now;
  }

  /** Whether the state is waited for. */
  boolean isWanted() {
    return errand != null && (errand.isAsked || errand.isBrought);
  }

  /** Whether it is waited for by changes that are nowhere else. */
  boolean isWantedForChanges() {
    return isWanted() && errand().hasChanges();
  }

  /** Those changes are somebody else's now. */
  List<Errand.Task> takeChanges() {
    return errand == null ? List.of() : errand.takeChanges();
  }

  @Override
  public String toString() {
    String answer = isKeptDue ? ", to be kept" : "";
    return "asleep at " + place() + answer + (errand == null ? "" : ", " + errand);
  }

  /** The state is back: does what has waited for it. */
  void doWhatWaited() {
    isOver = true;
    cancelTimer();
    Errand done = errand();
    Duration took = Duration.ofNanos(hosted.services.nanos() - done.sinceNanos());
    hosted.tell(one -> one.awake(hosted.name, sid(), done.cause(), took));
    done.run();
  }

  /** Goes on behind a step whose thread was given up. */
  void goesOn() {
    errand().run();
  }

  /**
   * Its session has ended, while it slept or woke; what has waited for the state is not done any
   * more.
   */
  void end() {
    cancelTimer();
    receiver.waiting().close();
    if (errand != null) {
      boolean hasChanges = errand.hasChanges();
      errand.end();
      if (hasChanges) {
        loses("changes from outside");
      }
    }
    boolean isTold = hasBegun && !isOver;
    isOver = true;
    if (isTold) {
      hosted.tell(one -> one.awake(hosted.name, sid(), "ended", Duration.ZERO));
    }
  }

  private void loses(String what) {
    String text = hosted.name + " " + sid() + " has slept, and has not come to " + what;
    hosted.say(Level.WARNING, what, text);
  }
}
