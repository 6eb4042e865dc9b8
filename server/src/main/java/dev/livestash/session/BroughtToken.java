package dev.livestash.session;

import dev.livestash.state.JsonSlice;
import dev.livestash.token.Claims;
import dev.livestash.token.Sealing;

/**
 * A whole token that a tab has brought, and so holds.
 *
 * @param claims its claims
 * @param state its state, in its plaintext
 * @param sealing how it is sealed
 * @param tokenBytes how long it is
 */
record BroughtToken(Claims claims, JsonSlice state, Sealing sealing, int tokenBytes) {
  /** Whether patches against this base are patches against this token. */
  boolean is(HeldBase base) {
    return base.own().equals(claims.own()) && base.mark().equals(Line.mark(claims));
  }
}
