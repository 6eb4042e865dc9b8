package dev.livestash.internal.session;

import dev.livestash.internal.token.Claims;

/**
 * How old an instance is.
 *
 * @param startedAt when it started, seconds since 1970
 * @param issuedAt when the token that it comes from was issued, likewise; not before its start. No
 *     later token says less, whatever the clock says: it would expire before this one
 */
record Age(long startedAt, long issuedAt) {
  /**
   * That of a new one.
   *
   * @param saidWho when its tab said who it is: what was revoked since, it is not
   */
  static Age startsAt(long saidWho, long now) {
    return new Age(saidWho, Math.max(saidWho, now));
  }

  static Age of(Claims token) {
    return new Age(token.sst(), Math.max(token.sst(), token.iat()));
  }

  /**
   * As if it had started no later than that, as nothing can that is here: nothing that was revoked
   * by then is let go on by what it says of itself. When it was issued, another clock may know
   * better.
   */
  Age startedBy(long second) {
    return new Age(Math.min(startedAt, second), issuedAt);
  }

  /**
   * As if it had started no earlier than that: what was said before of its subject is not of it.
   */
  Age notBefore(long second) {
    return new Age(Math.max(startedAt, second), Math.max(issuedAt, second));
  }
}
