package dev.livestash.settings;

import java.security.Principal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a WebSocket's handshake, by the application's word: before any of the tab's
 * frames is read, and before anything is held for it.
 *
 * <pre>{@code
 * builder.admit(exchange -> {
 *   User user = users.of(exchange.getRequestCookie("session"));
 *   return user == null
 *       ? Admission.refuse(401)
 *       : Admission.as(user.loginId()).with("user", user);
 * })
 * }</pre>
 */
public sealed interface Admission {
  /**
   * The socket is opened.
   *
   * @param subject whose it is: its tokens are bound to it; empty for nobody's in particular
   * @param attributes what the application knows of it, for its views; no part of any token
   * @param principal who it is; no part of any token either. Where it is empty, whom the exchange's
   *     security context has authenticated, if anybody
   */
  record Allowed(
      Optional<String> subject, Map<String, Object> attributes, Optional<Principal> principal)
      implements Admission {
    /**
     * An admission; attributes are copied.
     *
     * @param subject whose it is
     * @param attributes what is known of it
     * @param principal who it is
     */
    public Allowed {
      attributes = Map.copyOf(attributes);
    }

    /**
     * The same with one attribute more, which a view finds as {@code context.attributes()}.
     *
     * @param name its name
     * @param value its value, of any type
     * @return a copy
     */
    public Allowed with(String name, Object value) {
      Map<String, Object> more = new HashMap<>(attributes);
      more.put(name, value);
      return new Allowed(subject, more, principal);
    }

    /**
     * The same of somebody whom a view finds as {@code context.principal()}.
     *
     * @param who the user
     * @return a copy
     */
    public Allowed by(Principal who) {
      return new Allowed(subject, attributes, Optional.of(who));
    }
  }

  /**
   * The handshake is answered with an error.
   *
   * @param status the HTTP status (RFC 9110 section 15)
   * @param retryAfter when it makes sense to ask again (RFC 9110 section 10.2.3), if it does
   */
  record Refused(int status, Optional<Duration> retryAfter) implements Admission {
    private static final int MIN_STATUS = 400;
    private static final int MAX_STATUS = 599;

    /**
     * A refusal.
     *
     * @param status the HTTP status, 400 to 599
     * @param retryAfter when to ask again, if at all
     * @throws IllegalArgumentException if it is no such status
     */
    public Refused {
      if (status < MIN_STATUS || status > MAX_STATUS) {
        throw new IllegalArgumentException(
            status + " refuses nothing; give a status of 400 to 599, such as 401, 403 or 429.");
      }
    }
  }

  /**
   * Lets in somebody who is nobody in particular. The tokens are bound to nobody.
   *
   * @return an admission
   */
  static Allowed anonymous() {
    return new Allowed(Optional.empty(), Map.of(), Optional.empty());
  }

  /**
   * Lets somebody in.
   *
   * @param subject what the tokens are bound to, usually the id of the login session; not empty
   * @return an admission
   * @throws IllegalArgumentException if it is empty
   */
  static Allowed as(String subject) {
    if (subject.isEmpty()) {
      throw new IllegalArgumentException(
          "A subject needs a name; for nobody in particular, give Admission.anonymous().");
    }
    return new Allowed(Optional.of(subject), Map.of(), Optional.empty());
  }

  /**
   * Lets nobody in.
   *
   * @param status the HTTP status, 400 to 599. A page is told one below 500, by {@code
   *     waiting.code}; with any of them it tries again later, less and less often
   * @return a refusal
   * @throws IllegalArgumentException if it is no such status
   */
  static Refused refuse(int status) {
    return new Refused(status, Optional.empty());
  }

  /**
   * Lets nobody in for now: 429.
   *
   * @param retryAfter when to ask again
   * @return a refusal
   */
  static Refused tooMany(Duration retryAfter) {
    return new Refused(429, Optional.of(retryAfter));
  }
}
