package dev.livestash.internal.inspect;

import dev.livestash.internal.token.Claims;
import java.util.Optional;

/** What came of looking into a token. */
sealed interface Inspection {
  /** Why a token was not opened; each word stands in what the command prints. */
  enum Reason {
    OVERSIZE("oversize"),
    NO_TOKEN("no-token"),
    TRUNCATED("truncated"),
    OTHER_KIND("other-kind"),
    UNKNOWN_KEY("unknown-key"),
    TAMPERED("tampered"),
    UNKNOWN_DICTIONARY("unknown-dictionary"),
    NEEDS_BASE("needs-base"),
    WRONG_BASE("wrong-base"),
    CORRUPT("corrupt");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** What it is. */
  enum Kind {
    /** All of a snapshot. */
    WHOLE,
    /** What a snapshot differs in from its base. */
    PATCH,
    /** The name of a snapshot that rests in a store. */
    REFERENCE
  }

  /**
   * How large the parts are.
   *
   * @param token as it is sent and stored, in characters
   * @param packed what is sealed in it, in bytes
   * @param padding how much of that is there for its length only
   * @param unpacked what that becomes
   */
  record Sizes(int token, int packed, int padding, int unpacked) {}

  /**
   * It was opened.
   *
   * @param header its header, as JSON
   * @param kind what it is
   * @param claims what it says of its snapshot
   * @param sizes how large it is
   * @param base the token that this patch leans on, if it is one
   * @param content the state as JSON, or the name by which it rests in a store
   * @param plaintext what all that is read from
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Open(
      String header,
      Kind kind,
      Claims claims,
      Sizes sizes,
      Optional<Open> base,
      String content,
      byte[] plaintext)
      implements Inspection {}

  /**
   * It was not.
   *
   * @param reason why
   * @param sentence the same for people, with what to do
   * @param header its header, if it has one
   */
  record Shut(Reason reason, String sentence, Optional<String> header) implements Inspection {}
}
