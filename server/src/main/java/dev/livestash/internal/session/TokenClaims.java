package dev.livestash.internal.session;

import dev.livestash.internal.token.Claims;
import dev.livestash.internal.token.Refused;
import java.util.List;

/** What the tokens of one attach say of their states. */
record TokenClaims<S>(Hosted<S> hosted, Peer peer, TabContext<S> context, Age age) {
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
        hosted.renderedBy(context.held()));
  }
}
