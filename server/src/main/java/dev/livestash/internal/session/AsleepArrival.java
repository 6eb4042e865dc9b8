package dev.livestash.internal.session;

import dev.livestash.internal.session.Timeline.Origin;
import dev.livestash.internal.snapshot.Commit;
import dev.livestash.internal.snapshot.JoinToken;
import dev.livestash.internal.snapshot.Restore;
import dev.livestash.internal.token.Claims;
import dev.livestash.internal.wire.ClientFrame.Join;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A tab that comes back with its page still there: whether that shows what it would be shown, so
 * that its state can stay with it. Then nothing is bound, rendered or sent but a token of the new
 * generation.
 */
record AsleepArrival<S>(Hosted<S> hosted, Peer peer, Join join) {
  /**
   * A longer whole token is not left with its tab, which has just brought it: on a slow line it
   * should not bring it with its first event again.
   */
  private static final int MAX_BROUGHT_TWICE_BYTES = 128 << 10;

  /** How it enters; empty if it has to with its state. */
  Optional<AsleepEntry<S>> entry(Restore.Verified snapshot, TabContext<S> context, Age age) {
    if (!join.shows() || !join.patches()) {
      return Optional.empty();
    }
    Claims token = snapshot.claims();
    TokenClaims<S> claims = new TokenClaims<>(hosted, peer, context, age);
    boolean mayStay = isShown(token, claims) && token.refused().isEmpty();
    return snapshot
        .held()
        .whole()
        .filter(whole -> mayStay && whole.tokenBytes() <= MAX_BROUGHT_TWICE_BYTES)
        .flatMap(whole -> entry(token, whole, claims));
  }

  /** What never was bound here may not bind: that has to be found before the tab is live. */
  private boolean isShown(Claims token, TokenClaims<S> claims) {
    return token.shown().isPresent()
        && token.shown().equals(claims.shown())
        && hosted.restorePath.hasBound();
  }

  private Optional<AsleepEntry<S>> entry(Claims token, JoinToken whole, TokenClaims<S> claims) {
    TabContext<S> context = claims.context();
    long gen = context.arrival().gen();
    Timeline.Place place =
        new Timeline.Place(
            hosted.ids.epoch(), Origin.of(token), gen, token.seq() + 1, token.seen());
    long start = hosted.services.nanos();
    return hosted
        .commitPath
        .unread(claims.of(place, place.seen(), List.of()), whole)
        .map(
            made -> {
              tellCommitted(made, context.sid(), start);
              return new AsleepEntry<>(context, place, claims.age(), made);
            });
  }

  private void tellCommitted(Commit.Sealed sealed, String sid, long startNanos) {
    Duration took = Duration.ofNanos(hosted.services.nanos() - startNanos);
    hosted.tell(
        one -> one.committed(hosted.name, sid, sealed.stateBytes(), sealed.token().length(), took));
  }
}
