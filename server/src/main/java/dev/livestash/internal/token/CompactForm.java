package dev.livestash.internal.token;

import com.nimbusds.jose.util.Base64URL;
import java.text.ParseException;
import java.util.Arrays;

/**
 * The five parts of a compact JWE (RFC 7516 section 7.1), written as that says and not otherwise:
 * parsers forgive white space, padding and stray bits, so that one token would be many texts.
 */
final class CompactForm {
  static final int PARTS = 5;

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private CompactForm() {}

  /** The parts; what they hold is for their decoders to see. */
  static Base64URL[] split(String token) throws ParseException {
    String[] parts = token.split("\\.", PARTS + 1);
    if (parts.length != PARTS) {
      throw new ParseException("not five parts", 0);
    }
    for (String part : parts) {
      if (!endsAsItMust(part)) {
        throw new ParseException("not base64url", 0);
      }
    }
    return Arrays.stream(parts).map(Base64URL::new).toArray(Base64URL[]::new);
  }

  /** Without padding, and with zeros where the last character has bits of no byte. */
  private static boolean endsAsItMust(String part) {
    int last = part.isEmpty() ? 0 : ALPHABET.indexOf(part.charAt(part.length() - 1));
    return switch (part.length() % 4) {
      case 0 -> last >= 0;
      case 2 -> last >= 0 && (last & 0xF) == 0;
      case 3 -> last >= 0 && (last & 0x3) == 0;
      default -> false;
    };
  }
}
