package dev.livestash.internal.session;

import dev.livestash.internal.token.Claims;
import dev.livestash.internal.token.Refused;
import java.util.List;
import java.util.Optional;

/**
 * What the tokens of one attach say of their states.
 *
 * @param shown who renders them, if that is said
 */
record TokenClaims<S>(
    Hosted<S> hosted, Peer peer, TabContext<S> context, Age age, Optional<String> shown) {

  TokenClaims(Hosted<S> hosted, Peer peer, TabContext<S> context, Age age) {
    this(hosted, peer, context, age, hosted.renderedBy(context.held(), peer));
  }

  /**
   * The claims of a snapshot.
   *
   * @param place where the instance stands with it
   * @param seen the last event that the token counts as seen
   * @param refused of the events up to there, those that are known to have been refused
   */
  Claims of(Timeline.Place place, long seen, List<Refused> refused) {
    long now = Math.max(age.issuedAt(), hosted.services.epochSecond());
    return new Claims(
        hosted.services.format().issuer(),
        context.view(),
        peer.subject(),
        context.sid(),
        place.epoch(),
        place.gen(),
        place.seq(),
        seen,
        hosted.view.stateVersion(),
        now,
        now + hosted.services.times().tokenLifetime().toSeconds(),
        age.startedAt(),
        refused,
        shown);
  }
}
