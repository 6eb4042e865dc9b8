package dev.livestash.internal.token;

import dev.livestash.report.RejectReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Checks every claim that needs no fence, before the state is bound to a class.
 *
 * @param iss the issuer that is expected
 * @param maxLifetime how long an instance may live in all, counted from its start
 */
public record ClaimsCheck(String iss, Duration maxLifetime) {
  private static final int SID_CHARS = 22;
  private static final int OWN_CHARS = 11;

  /** What both sides hold exactly, and one more of it too. */
  private static final long MAX_NUMBER = (1L << 53) - 2;

  /**
   * What this join expects of a token.
   *
   * @param aud the view's name on its page
   * @param sub the hash of the socket's binding, empty if it has none
   * @param ver the version of the view's schema
   * @param now the time by which tokens expire
   */
  public record Expected(String aud, Optional<String> sub, int ver, Instant now) {}

  /**
   * Checks the claims. A token from the future passes: it is authentic, so that some node's clock
   * is wrong, and refusing it would lose its state. An earlier version passes: whether migrations
   * lead from it is seen once the fence has agreed.
   *
   * @param claims from an opened token
   * @param expected what this join expects
   * @return why the token cannot be used, empty if it can
   */
  public Optional<RejectReason> check(Claims claims, Expected expected) {
    if (!isWellFormed(claims)) {
      return Optional.of(RejectReason.UNREADABLE);
    }
    if (!isOwn(claims, expected)) {
      return Optional.of(RejectReason.FOREIGN);
    }
    if (isExpired(claims, expected.now().getEpochSecond())) {
      return Optional.of(RejectReason.EXPIRED);
    }
    return Optional.of(RejectReason.NEWER).filter(newer -> claims.ver() > expected.ver());
  }

  private static boolean isWellFormed(Claims claims) {
    return isBase64Url(claims.sid(), SID_CHARS)
        && isBase64Url(claims.own(), OWN_CHARS)
        && isNumber(claims.gen(), 1)
        && isNumber(claims.seq(), 1)
        && isNumber(claims.seen(), 0)
        && claims.ver() >= 1
        && isNumber(claims.iat(), 0)
        && isNumber(claims.exp(), 0)
        && isNumber(claims.sst(), 0);
  }

  private static boolean isBase64Url(String text, int length) {
    return text.length() == length && CompactForm.isBase64Url(text);
  }

  private static boolean isNumber(long number, long least) {
    return number >= least && number <= MAX_NUMBER;
  }

  private boolean isOwn(Claims claims, Expected expected) {
    return claims.iss().equals(iss)
        && claims.aud().equals(expected.aud())
        && claims.sub().equals(expected.sub());
  }

  private boolean isExpired(Claims claims, long now) {
    return now >= claims.exp() || now - claims.sst() >= maxLifetime.toSeconds();
  }
}
