package dev.livestash.internal.wire;

import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * What a tab sends. PROTOCOL.md gives each frame's meaning and limits; a decoded frame keeps to
 * them.
 */
public sealed interface ClientFrame {
  /**
   * Attaches the socket.
   *
   * @param view the view's name
   * @param attempt the tab's number for this join
   * @param token the newest whole token it holds
   * @param patch the newest patch against it
   * @param fork whether the tab is a copy; empty if it cannot tell
   * @param trimmed the last event that was answered and let go of, though no token contains it
   * @param parts whether large frames may come in several messages
   * @param patches whether a render may come as a patch
   * @param shows whether the page shows the very render that the newest snapshot was sealed with
   * @param params the application's parameters: the text of a JSON object
   */
  record Join(
      String view,
      long attempt,
      Optional<String> token,
      Optional<String> patch,
      Optional<Boolean> fork,
      OptionalLong trimmed,
      boolean parts,
      boolean patches,
      boolean shows,
      String params)
      implements ClientFrame {
    /**
     * The same join of a tab that can tell.
     *
     * @param isCopy whether it is a copy
     * @return the join
     */
    public Join withFork(boolean isCopy) {
      return new Join(
          view, attempt, token, patch, Optional.of(isCopy), trimmed, parts, patches, shows, params);
    }
  }

  /**
   * What the user did.
   *
   * @param n its number, negative if volatile
   * @param name which handler is meant
   * @param data the handler's argument
   * @param age milliseconds since the user acted
   * @param attempt which sending this is; {@code try} on the wire
   */
  record Event(long n, String name, JsonNode data, long age, long attempt) implements ClientFrame {}

  /**
   * An event that no handler can be given: it is answered, so that its tab does not send it again.
   *
   * @param n its number, negative if volatile
   * @param why what is wrong with it, without any of its content
   */
  record UnfitEvent(long n, String why) implements ClientFrame {}

  /**
   * The tab has stored a snapshot.
   *
   * @param gen its generation
   * @param seq its number
   */
  record Kept(long gen, long seq) implements ClientFrame {}

  /**
   * The tab could not store a snapshot.
   *
   * @param gen its generation
   * @param seq its number
   * @param why {@code quota} or {@code blocked}
   */
  record Unkept(long gen, long seq, String why) implements ClientFrame {}

  /**
   * Brings the state back to a session that sleeps.
   *
   * @param token the newest whole token that the tab holds
   * @param patch the newest patch against it
   */
  record Wake(String token, Optional<String> patch) implements ClientFrame {}

  /** Nobody looks at the page. */
  record Hidden() implements ClientFrame {}

  /** Asks for a pong. */
  record Ping() implements ClientFrame {}
}
