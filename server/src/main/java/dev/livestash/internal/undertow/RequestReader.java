package dev.livestash.internal.undertow;

import dev.livestash.internal.session.Surroundings;
import dev.livestash.settings.Admission;
import io.undertow.security.api.SecurityContext;
import io.undertow.security.idm.Account;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.PathTemplateMatch;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a handshake what a view may ask for, in a form that can be held for as long as the
 * socket is open: the request itself is let go of.
 */
final class RequestReader {
  /** What is held for each socket of it. */
  private static final int MAX_PARAMETER_CHARS = 2048;

  /** Browsers send less; the rest is of somebody who is after something else. */
  private static final int MAX_LANGUAGES_CHARS = 256;

  private RequestReader() {}

  /** Whether the parameters of its path are longer than a socket may hold. */
  static boolean holdsTooMuch(HttpServerExchange exchange) {
    int chars =
        pathParameters(exchange).entrySet().stream()
            .mapToInt(one -> one.getKey().length() + one.getValue().length())
            .sum();
    return chars > MAX_PARAMETER_CHARS;
  }

  /** Reads one that {@linkplain #holdsTooMuch does not}. */
  static Surroundings read(HttpServerExchange exchange, Admission.Allowed allowed) {
    return surroundings(principal(exchange, allowed), pathParameters(exchange), locale(exchange));
  }

  private static Surroundings surroundings(
      @Nullable Principal principal, Map<String, String> parameters, Locale locale) {
    boolean isSaid = principal != null || !parameters.isEmpty() || !locale.equals(Locale.ROOT);
    return isSaid ? new Surroundings(principal, parameters, locale) : Surroundings.NONE;
  }

  private static @Nullable Principal principal(
      HttpServerExchange exchange, Admission.Allowed allowed) {
    return allowed.principal().orElseGet(() -> authenticated(exchange.getSecurityContext()));
  }

  @SuppressWarnings("NullAway") // as orElseGet allows
  private static @Nullable Principal authenticated(@Nullable SecurityContext security) {
    Account account = security == null ? null : security.getAuthenticatedAccount();
    return account == null ? null : account.getPrincipal();
  }

  private static Map<String, String> pathParameters(HttpServerExchange exchange) {
    PathTemplateMatch match = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY);
    return match == null ? Map.of() : Map.copyOf(match.getParameters());
  }

  private static Locale locale(HttpServerExchange exchange) {
    String languages = exchange.getRequestHeaders().getFirst(Headers.ACCEPT_LANGUAGE);
    return languages == null || languages.length() > MAX_LANGUAGES_CHARS
        ? Locale.ROOT
        : mostWanted(languages);
  }

  private static Locale mostWanted(String languages) {
    try {
      List<Locale.LanguageRange> wanted = Locale.LanguageRange.parse(languages);
      return wanted.stream()
          .filter(range -> range.getWeight() > 0 && !range.getRange().startsWith("*"))
          .findFirst()
          .map(range -> Locale.forLanguageTag(range.getRange()))
          .orElse(Locale.ROOT);
    } catch (RuntimeException unfit) {
      // The JDK's parser throws whatever it runs into.
      return Locale.ROOT;
    }
  }
}
