package dev.livestash.internal.session;

import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the request of a handshake says, and a view may ask for. There is one for each socket, so
 * what is absent takes no room: {@link #NONE} is one for all.
 *
 * @param principal who it is; null for nobody in particular
 * @param pathParameters of the address
 * @param locale the language that the browser wants most
 */
public record Surroundings(
    @Nullable Principal principal, Map<String, String> pathParameters, Locale locale) {
  /** Of a request that says nothing. */
  public static final Surroundings NONE = new Surroundings(null, Map.of(), Locale.ROOT);
}
