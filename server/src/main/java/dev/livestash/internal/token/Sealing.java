package dev.livestash.internal.token;

import java.util.Optional;

/**
 * How a token is sealed: what decides its header, and what is needed to make its plaintext.
 *
 * @param kid names the key
 * @param compression the header parameter that names the compression, {@code zc} or {@code zip}
 * @param method its value
 * @param dictionary names what else is needed, if something is: a named dictionary, or {@value
 *     #BASE_PREFIX} and the place of another token
 */
public record Sealing(String kid, String compression, String method, Optional<String> dictionary) {
  /** What the name of a token as another one's dictionary begins with; no other name does. */
  public static final String BASE_PREFIX = "b:";

  /** Whether this is that of a patch, so that hardly another token has the same. */
  public boolean isOfPatch() {
    return dictionary.isPresent() && dictionary.get().startsWith(BASE_PREFIX);
  }
}
