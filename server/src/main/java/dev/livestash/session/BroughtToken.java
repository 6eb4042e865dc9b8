package dev.livestash.session;

import dev.livestash.state.HeldState;
import dev.livestash.token.Claims;
import dev.livestash.token.Sealing;

/**
 * A whole token that a tab has brought, and so holds.
 *
 * @param claims its own claims
 * @param state its state, or the one that the newest patch against it makes of that
 * @param sealing how it is sealed
 * @param tokenBytes how long it is
 */
record BroughtToken(Claims claims, HeldState state, Sealing sealing, int tokenBytes) {
  /** Whether patches against this base are patches against this token. */
  boolean is(HeldBase base) {
    return base.own().equals(claims.own()) && base.mark().equals(Line.mark(claims));
  }
}
