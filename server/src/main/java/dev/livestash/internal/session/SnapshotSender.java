package dev.livestash.internal.session;

import dev.livestash.fence.Mark;
import dev.livestash.internal.memory.States;
import dev.livestash.internal.snapshot.Commit;
import dev.livestash.internal.snapshot.HeldByTab;
import dev.livestash.internal.snapshot.JoinToken;
import dev.livestash.internal.snapshot.Restore;
import dev.livestash.internal.stores.Placement;
import dev.livestash.internal.stores.Slot;
import dev.livestash.internal.token.Claims;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.internal.wire.ServerFrame;
import dev.livestash.view.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a session's newest state outlives this server, while one tab is in it: seals it
 * and sends it where it rests, one snapshot at a time. That is its tab, or a store, and then its
 * tab is sent a small token that names it. A store's answer comes back in the session's turn.
 */
final class SnapshotSender<S> {
  private final Hosted<S> hosted;
  private final SnapshotMemory<S> memory;
  private final States.Weight weight;
  private final Peer peer;
  private final TabContext<S> context;
  private final TokenClaims<S> tokenClaims;
  private final Placement placement;
  private final Delivery delivery;
  private final Protection<S> protection;
  private final KeptNote<S> keptNote;
  private final Fallback<S> fallback;
  private final boolean mayKeep;
  private final Turns<S> turns;
  private @Nullable Mark putting;
  private int sentBytes;
  private long sealedAtNanos;

  private final Hearing<S> hearing = new Hearing<>();

  /**
   * The sender of one attach.
   *
   * @param memory what the session remembers of earlier ones
   * @param weight is told what the state weighs
   * @param entry how the tab comes in
   * @param delivery what may wait until a snapshot is kept
   * @param turns bring later steps into the session's turn
   */
  SnapshotSender(
      Hosted<S> hosted,
      SnapshotMemory<S> memory,
      States.Weight weight,
      Peer peer,
      Entry<S> entry,
      Delivery delivery,
      Turns<S> turns) {
    this.hosted = hosted;
    this.memory = memory;
    this.weight = weight;
    this.peer = peer;
    this.context = entry.context();
    this.tokenClaims = new TokenClaims<>(hosted, peer, context, entry.age());
    this.delivery = delivery;
    this.turns = turns;
    this.placement = hosted.placement();
    this.mayKeep = !context.isStandIn();
    this.sealedAtNanos = hosted.services.nanos();
    this.protection = new Protection<>(hosted, peer, entry, memory.stuck(), turns);
    this.keptNote = new KeptNote<>(hosted, context.sid(), memory);
    this.fallback = new Fallback<>(hosted, placement, context.sid(), memory.retry(), turns);
    lookAtWhatIsHeld(entry.held(), entry.timeline().state());
  }

  private void lookAtWhatIsHeld(HeldByTab held, S state) {
    memory.retry().cancel();
    if (context.arrival().outcome() == Outcome.WOKEN) {
      memory.slots().refusedByTab().ifPresent(placement::refused);
      // If that is not answered yet, the answer is about this.
      sentBytes = held.whole().map(JoinToken::tokenBytes).orElse(0);
    } else {
      memory.slots().leave();
      memory.slots().refusedByTab(0);
      held.slot().ifPresent(memory.slots()::left);
    }
    Optional<JoinToken> brought = held.whole().filter(whole -> mayKeep && placement.takesPatches());
    memory.patchBase().joined(context.arrival().outcome(), brought, state);
  }

  /** A snapshot on its way to a store, and what is to be done with it then. */
  private record Put(Slot slot, Claims claims, Commit.Sealed snapshot) {}

  /** Whether all there is has been acknowledged, or cannot be. */
  boolean isAtRest(Timeline<S> timeline) {
    return !mayKeep
        || (!timeline.dirty()
            && timeline.inFlight() == null
            && (fallback.isInTab() || !memory.retry().isDue())
            && (delivery.isEmpty() || protection.isMissing()));
  }

  /** Whether the tab holds all there is, so that this server need not. */
  boolean isHeldByTab(Timeline<S> timeline) {
    return isStateHeldByTab(timeline) && memory.answers().isEmpty();
  }

  private boolean isStateHeldByTab(Timeline<S> timeline) {
    return mayKeep && timeline.isKept() && isAtRest(timeline) && !protection.isMissing();
  }

  /** Whether what the tab holds is to go back to a store, as soon as that answers. */
  boolean isGoingBack() {
    return fallback.isInTab();
  }

  /** Whether the tab holds all but what it may not have heard of its events. */
  boolean isUnheard(Timeline<S> timeline) {
    return isStateHeldByTab(timeline) && !memory.answers().isEmpty() && !hearing.wasAsked(timeline);
  }

  /** One more snapshot, whose answer says that the tab has heard what was sent before it. */
  Timeline<S> asked(Timeline<S> now) {
    hearing.asks(now);
    return now.renewed();
  }

  /** The tab has gone. */
  Timeline<S> unasked(Timeline<S> now) {
    return hearing.unasked(now);
  }

  /** Whether the tab has just answered that it has heard. */
  boolean takeHeard() {
    return hearing.takeHeard();
  }

  /** Whether no token of the tab's holds the newest state. */
  boolean isUnprotected() {
    return protection.isMissing();
  }

  /** When the token that its tab holds was sealed. */
  long sealedAtNanos() {
    return sealedAtNanos;
  }

  /** The tab has brought back a token that was sealed then; it may not have answered it yet. */
  void woken(long nanos, Timeline<S> timeline) {
    sealedAtNanos = nanos;
    if (timeline.inFlight() != null) {
      protection.isSent(0);
    }
  }

  /** The tab is not in its seat any more. */
  void leave() {
    protection.leave();
    delivery.leave();
  }

  /** How long the last token can be left alone; zero if it is to be renewed now. */
  Duration untilRenewal() {
    Duration age = Duration.ofNanos(hosted.services.nanos() - sealedAtNanos);
    Duration left = hosted.services.times().renewalDelay().minus(age);
    return left.isNegative() ? Duration.ZERO : left;
  }

  // --- a snapshot on its way

  /** After a change that has no number, a snapshot is due only if something has changed. */
  Timeline<S> changed(Timeline<S> now, S state) {
    Timeline<S> next = now.changed(state, this::areEqual);
    boolean isToBeChecked = mayKeep && !next.dirty();
    return isToBeChecked && memory.inPlaceCheck().isChanged(hosted.name, now.state(), state)
        ? next.renewed()
        : next;
  }

  /** A state that cannot be compared is another one. */
  private boolean areEqual(S one, S other) {
    return hosted.tried("Comparing two states", () -> one.equals(other)).orElse(false);
  }

  /** Seals what is due, and sends it where it rests. */
  Timeline<S> flush(Timeline<S> now) {
    if (now.isDue() && mayKeep) {
      Timeline<S> sealed = commit(now);
      delivery.sealed(sealed.seen());
      return sealed;
    }
    if (!mayKeep || now.isKept()) {
      delivery.releaseAll(now.seen());
    }
    return now;
  }

  private Timeline<S> commit(Timeline<S> now) {
    sealedAtNanos = hosted.services.nanos();
    memory.retry().cancel();
    fallback.ends();
    Timeline<S> sealed = now.sealed();
    Claims claims = claims(sealed, sealed.seen());
    Commit commit = memory.patchBase().seal(claims, sealed.state());
    memory.inPlaceCheck().sealed(sealed.state());
    if (!(commit instanceof Commit.Sealed snapshot)) {
      return unsealed(now, (Commit.Unsealed) commit);
    }
    weighs(hosted.weight(snapshot.stateBytes()));
    switch (snapshot.isPatch() ? Placement.Place.TAB : placement.of(snapshot.token().length())) {
      case TAB -> sendToTab(claims, snapshot);
      case STORE -> sendToStore(claims, snapshot);
      case NOWHERE -> {
        return unprotected(now.unsealed(), Commit.OVERSIZE);
      }
    }
    Duration took = Duration.ofNanos(hosted.services.nanos() - sealedAtNanos);
    int tokenBytes = snapshot.token().length();
    hosted.tell(
        one -> one.committed(hosted.name, context.sid(), snapshot.stateBytes(), tokenBytes, took));
    return sealed;
  }

  private void weighs(long stateBytes) {
    weight.is(stateBytes + memory.answers().heldBytes(), context.heldBytes());
  }

  private Timeline<S> unsealed(Timeline<S> now, Commit.Unsealed commit) {
    // What is over the limit has at least that; what cannot be written at all, what it last had.
    if (commit.why().equals(Commit.OVERSIZE)) {
      weighs(hosted.weight(hosted.services.limits().maxStateBytes()));
    }
    return unprotected(now.unsealed(), commit.why());
  }

  private void sendToTab(Claims claims, Commit.Sealed snapshot) {
    if (placement.takesPatches()) {
      memory.patchBase().sent(snapshot);
    } else {
      memory.patchBase().drop();
    }
    if (!snapshot.isPatch()) {
      memory.slots().leave();
    }
    send(claims, snapshot.stateBytes(), snapshot.token(), snapshot.patched());
    sentBytes = snapshot.tabBytes();
  }

  private void send(Claims claims, int stateBytes, String token, Optional<String> patched) {
    memory.answers().snapshotSent(delivery.told(claims.seen()));
    peer.pinRender();
    peer.send(
        hosted.frames.encode(
            new ServerFrame.Keep(
                claims.gen(), claims.seq(), claims.seen(), stateBytes, token, patched)));
    protection.isSent(token.length());
  }

  private void sendToStore(Claims claims, Commit.Sealed snapshot) {
    Slot slot = memory.slots().current(placement.store().orElseThrow(), claims.gen(), claims.own());
    Put put = new Put(slot, claims, snapshot);
    memory.patchBase().drop();
    putting = claims.mark();
    var unused =
        hosted
            .services
            .stores()
            .put(slot, snapshot.token(), hosted.services.times().tokenLifetime(), peer.client())
            .thenAccept(isThere -> turns.later(now -> stored(now, put, isThere)));
  }

  /** The store's answer. */
  private Timeline<S> stored(Timeline<S> now, Put put, boolean isThere) {
    if (!put.claims().mark().equals(putting)) {
      return now;
    }
    putting = null;
    if (!isThere) {
      return notStored(now, put);
    }
    memory.retry().reset();
    fallback.isOver();
    String reference = hosted.commitPath.reference(put.claims(), put.slot().key());
    send(put.claims(), put.snapshot().stateBytes(), reference, Optional.empty());
    sentBytes = 0;
    return now;
  }

  private Timeline<S> notStored(Timeline<S> now, Put put) {
    // It may be there all the same, or be there some time.
    memory.slots().leave();
    if (placement.mayFallBack(put.snapshot().token().length())) {
      fallback.begins();
      sendToTab(put.claims(), put.snapshot());
      return now;
    }
    fallback.isOver();
    memory.retry().later(() -> turns.later(Timeline::renewed));
    return unprotected(now.answered(put.claims().mark()).orElse(now), "unavailable");
  }

  // --- the tab's answers

  /** After the tab's answer to a snapshot; nothing changes if it answers what was not sent. */
  Timeline<S> answered(Timeline<S> now, Mark mark, Optional<String> unkept) {
    if (putting != null || !mark.equals(now.inFlight())) {
      return now;
    }
    memory.answers().snapshotAnswered();
    protection.isAnswered();
    return unkept.isPresent()
        ? unkept(now.answered(mark).orElse(now), unkept.get())
        : kept(now, mark);
  }

  private Timeline<S> kept(Timeline<S> now, Mark mark) {
    hearing.answered(now);
    protection.kept(mark);
    Duration took = Duration.ofNanos(hosted.services.nanos() - sealedAtNanos);
    hosted.tell(one -> one.kept(hosted.name, context.sid(), took));
    CompletableFuture<Boolean> noted = keptNote.note(now.gen(), mark, delivery.isWithholding());
    if (!delivery.isWithholding()) {
      // Nothing waits for it: a mark that is not noted lags, and lets the tab's newer tokens pass.
      return now.answered(mark).orElse(now).kept(mark);
    }
    if (noted.isDone()) {
      return released(now, mark, FenceAnswer.of(noted));
    }
    var unused =
        noted.whenComplete(
            (isOwner, failure) ->
                turns.later(later -> released(later, mark, FenceAnswer.of(noted))));
    return now;
  }

  /** After the fence's answer: what it knows of cannot be taken back by an older token. */
  private Timeline<S> released(Timeline<S> now, Mark mark, Optional<Boolean> isOwner) {
    Optional<Timeline<S>> answered = now.answered(mark);
    if (answered.isEmpty()) {
      return now;
    }
    if (isOwner.orElse(false)) {
      delivery.release();
      return answered.get().kept(mark);
    }
    if (isOwner.isPresent()) {
      // Somebody else owns the instance, or the fence has forgotten it: a join will tell.
      peer.close(CloseCode.TRY_AGAIN_LATER, "the fence does not know this owner");
    } else {
      fallback.ends();
      memory.retry().later(() -> turns.later(Timeline::renewed));
    }
    return answered.get();
  }

  /**
   * The tab could not store the last snapshot: the next one does not lean on what it holds. It is
   * due now, if it can rest in a store instead.
   */
  private Timeline<S> unkept(Timeline<S> now, String why) {
    memory.patchBase().drop();
    if (sentBytes > 0 && placement.store().isPresent()) {
      placement.refused(sentBytes);
      memory.slots().refusedByTab(sentBytes);
      return now.renewed();
    }
    return unprotected(now, why);
  }

  // --- a state that rests nowhere

  /** Tells that the newest state is in memory only, and lets its tab come back to it. */
  private Timeline<S> unprotected(Timeline<S> now, String why) {
    // Where nothing is shown that is not kept, there is nothing to come back to.
    boolean needsTicket = !delivery.isWithholding() && protection.needsTicket(why);
    Timeline<S> named = needsTicket ? ticket(now) : now;
    protection.isMissing(now.seen(), why);
    return named;
  }

  /** A token by which the tab finds this session; its events it keeps, as far as it has room. */
  private Timeline<S> ticket(Timeline<S> now) {
    Timeline<S> sealed = now.sealed();
    Claims claims = claims(sealed, 0);
    memory.patchBase().drop();
    send(
        claims,
        0,
        hosted.commitPath.reference(claims, Restore.Reference.NOWHERE),
        Optional.empty());
    sentBytes = 0;
    protection.sentTicket(claims.mark(), sealedAtNanos);
    return sealed;
  }

  private Claims claims(Timeline<S> sealed, long seen) {
    return tokenClaims.of(sealed.place(), seen, memory.answers().refused(seen));
  }
}
