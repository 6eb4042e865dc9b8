package dev.livestash.internal.token;

import dev.livestash.fence.Mark;
import java.util.List;
import java.util.Optional;

/**
 * What a token says about its state: a JWT claims set (RFC 7519) without the state itself.
 *
 * @param iss the service that issued it
 * @param aud the view's name on its page
 * @param sub the hash of what it is bound to, if it is bound
 * @param sid the instance, 22 characters of base64url
 * @param own the in-memory session that sealed it, 11 characters of base64url
 * @param gen the generation
 * @param seq the snapshot's number
 * @param seen the last event that the state contains
 * @param ver the version of the state's schema
 * @param iat issued at, seconds since 1970
 * @param exp expires at, seconds since 1970
 * @param sst when the instance started, seconds since 1970
 * @param refused which events it contains that have left the state as it was, as far as its tab may
 *     not know it
 * @param shown who has rendered it for its tab, if it need not be rendered again
 */
public record Claims(
    String iss,
    String aud,
    Optional<String> sub,
    String sid,
    String own,
    long gen,
    long seq,
    long seen,
    int ver,
    long iat,
    long exp,
    long sst,
    List<Refused> refused,
    Optional<String> shown) {
  /** The claims of a snapshot whose tab knows what its events came to. */
  public Claims(
      String iss,
      String aud,
      Optional<String> sub,
      String sid,
      String own,
      long gen,
      long seq,
      long seen,
      int ver,
      long iat,
      long exp,
      long sst) {
    this(iss, aud, sub, sid, own, gen, seq, seen, ver, iat, exp, sst, List.of(), Optional.empty());
  }

  /** Where the snapshot stands in its instance's history. */
  public Mark mark() {
    return new Mark(gen, seq);
  }
}
