package dev.livestash.spring;

import dev.livestash.settings.Admission;
import jakarta.servlet.http.HttpServletRequest;

/**
 * A bean that decides who is let in, of those whom the application's filters, such as Spring
 * Security's, have let through. Without one, tokens are bound to the name of the request's
 * principal.
 *
 * <p>Whatever it is, a logout of Spring Security's revokes the name of its user. One that binds
 * tokens to something else than that name calls {@code LiveStash.revoke} for it itself; and where
 * what it binds to may read like another user's name, {@code livestash.revoke-on-logout} is to be
 * false.
 */
@FunctionalInterface
public interface LiveStashAdmission {
  /**
   * Decides about one handshake.
   *
   * @param request the handshake, with its principal and session
   * @return whose socket it is, or why it is none
   */
  Admission admit(HttpServletRequest request);
}
