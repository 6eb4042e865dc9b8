package dev.livestash.internal.token;

import com.nimbusds.jose.util.Base64URL;
import java.text.ParseException;

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
    String[] texts = token.split("\\.", PARTS + 1);
    if (texts.length != PARTS) {
      throw new ParseException("not five parts", 0);
    }
    Base64URL[] parts = new Base64URL[PARTS];
    for (int i = 0; i < PARTS; i++) {
      parts[i] = part(texts[i]);
    }
    return parts;
  }

  private static Base64URL part(String text) throws ParseException {
    if (!endsAsItMust(text)) {
      throw new ParseException("not base64url", 0);
    }
    return new Base64URL(text);
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

  /** Whether there is nothing in a text but characters of base64url (RFC 4648 section 5). */
  static boolean isBase64Url(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isOfAlphabet(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** {@link #ALPHABET} is not searched for it: a claim's check would take as long as the claims. */
  private static boolean isOfAlphabet(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }
}
