package dev.livestash.internal.token;

import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.util.Base64URL;
import java.text.ParseException;
import java.util.Optional;

/** What a token shows to whoever has no key: its header, and whether all of it is there. */
public sealed interface Anatomy {
  /** 16 bytes of base64url. */
  int TAG_CHARS = 22;

  /**
   * It has the form of a token of ours.
   *
   * @param header its header, as JSON
   * @param sealing what that says
   */
  record Whole(String header, Sealing sealing) implements Anatomy {}

  /**
   * It is a JWE, and not one of ours.
   *
   * @param header its header, as JSON
   */
  record Other(String header) implements Anatomy {}

  /** It begins as a token does, and ends too early. */
  record Truncated() implements Anatomy {}

  /** It is no JWE in its compact form, spelled as that must be. */
  record Unknown() implements Anatomy {}

  /**
   * Looks at a token.
   *
   * @param token possibly anything; its caller bounds its length
   * @return what it shows
   */
  static Anatomy of(String token) {
    Optional<JWEHeader> header = header(token);
    if (header.isEmpty()) {
      return new Unknown();
    }
    if (isCut(token.split("\\.", -1))) {
      return new Truncated();
    }
    try {
      return whole(CompactForm.split(token)[0].decodeToString(), header.get());
    } catch (ParseException misspelled) {
      return new Unknown();
    }
  }

  private static Anatomy whole(String text, JWEHeader header) {
    return Opener.isOurs(header) ? new Whole(text, Opener.sealing(header)) : new Other(text);
  }

  private static Optional<JWEHeader> header(String token) {
    try {
      return Optional.of(Opener.parsed(new Base64URL(token.split("\\.", 2)[0])));
    } catch (ParseException | RuntimeException none) {
      // A foreign parser, at what may be anything.
      return Optional.empty();
    }
  }

  /** The tag is what stands last, and has one length. */
  private static boolean isCut(String[] parts) {
    return parts.length < CompactForm.PARTS
        || (parts.length == CompactForm.PARTS && parts[parts.length - 1].length() < TAG_CHARS);
  }
}
