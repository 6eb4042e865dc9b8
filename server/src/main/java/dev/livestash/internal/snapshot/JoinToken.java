package dev.livestash.internal.snapshot;

import dev.livestash.internal.state.HeldState;
import dev.livestash.internal.token.Claims;
import dev.livestash.internal.token.Sealing;

/**
 * A whole token that a tab has brought, and so holds.
 *
 * @param claims its own claims
 * @param version the version of the state
 * @param state its state, or the one that the newest patch against it makes of that
 * @param sealing how it is sealed
 * @param tokenBytes how long it is
 */
public record JoinToken(
    Claims claims, int version, HeldState state, Sealing sealing, int tokenBytes) {
  /** Whether patches against this base are patches against this token. */
  boolean is(HeldBase base) {
    return base.epoch().equals(claims.own()) && base.mark().equals(claims.mark());
  }
}
