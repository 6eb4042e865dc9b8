package dev.livestash.spring;

import dev.livestash.settings.Admission;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;

/** Binds tokens to the user: they outlive a login session, but are of no use to anybody else. */
final class PrincipalAdmission implements LiveStashAdmission {
  private static final int UNAUTHORIZED = 401;

  private final boolean isRequired;

  PrincipalAdmission(boolean isRequired) {
    this.isRequired = isRequired;
  }

  @Override
  public Admission admit(HttpServletRequest request) {
    Principal user = request.getUserPrincipal();
    if (user != null && !user.getName().isEmpty()) {
      return Admission.as(user.getName()).by(user);
    }
    return isRequired ? Admission.refuse(UNAUTHORIZED) : Admission.anonymous();
  }
}
