package dev.livestash;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What can be done to the text of a token without a key; each way with its name. */
final class Tampering {
  private static final List<String> REGIONS = List.of("header", "key", "iv", "ciphertext", "tag");
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final Map<String, String> cells = new TreeMap<>();
  private final String[] parts;

  private Tampering(String token) {
    this.parts = token.split("\\.", -1);
  }

  /** A token, changed in each way that needs no other token. */
  static Map<String, String> alone(String token) {
    Tampering made = new Tampering(token);
    for (int i = 0; i < REGIONS.size(); i++) {
      made.flip(i);
      made.cut(i);
      made.write(i);
    }
    made.whole(token);
    return made.cells;
  }

  /** A token with each region of another one, and with all but one. */
  static Map<String, String> mixed(String token, String other) {
    Tampering made = new Tampering(token);
    String[] foreign = other.split("\\.", -1);
    for (int i = 0; i < REGIONS.size(); i++) {
      // The header of all tokens of a key is one text.
      if (!foreign[i].equals(made.parts[i])) {
        made.add(i, "is another token's", foreign[i]);
      }
    }
    for (int end = 1; end < REGIONS.size(); end++) {
      String[] half = made.parts.clone();
      System.arraycopy(foreign, end, half, end, half.length - end);
      String text = String.join(".", half);
      if (!text.equals(other)) {
        made.cells.put("another token from the " + REGIONS.get(end) + " on", text);
      }
    }
    return made.cells;
  }

  private void add(int region, String how, String text) {
    String[] changed = parts.clone();
    changed[region] = text;
    cells.put("the " + REGIONS.get(region) + " " + how, String.join(".", changed));
  }

  private void flip(int region) {
    String part = parts[region];
    int last = part.length() - 1;
    for (int at : new int[] {0, 1, last / 4, last / 2, last - 1, last}) {
      char flipped = ALPHABET.charAt(ALPHABET.indexOf(part.charAt(at)) ^ 0x20);
      add(region, "flipped at " + at, part.substring(0, at) + flipped + part.substring(at + 1));
    }
    byte[] bytes = Base64.getUrlDecoder().decode(part);
    for (int bit = 0; bit < Byte.SIZE; bit++) {
      byte[] changed = bytes.clone();
      changed[changed.length - 1] ^= (byte) (1 << bit);
      add(region, "with bit " + bit + " of its last byte flipped", Forge.base64(changed));
    }
  }

  private void cut(int region) {
    String part = parts[region];
    add(region, "empty", "");
    add(region, "cut at its start", part.substring(1));
    add(region, "cut at its start by four", part.substring(4));
    add(region, "cut in the middle", part.substring(0, part.length() / 2));
    add(region, "cut at its end", part.substring(0, part.length() - 1));
    add(region, "cut at its end by four", part.substring(0, part.length() - 4));
    add(region, "longer by one", part + "A");
    add(region, "longer by four", part + "AAAA");
    add(region, "twice", part + part);
    String[] fewer =
        Stream.concat(
                Arrays.stream(parts, 0, region), Arrays.stream(parts, region + 1, parts.length))
            .toArray(String[]::new);
    cells.put("no " + REGIONS.get(region), String.join(".", fewer));
  }

  /** The same bytes, written otherwise: what is not base64url (RFC 7515 section 2) is none. */
  private void write(int region) {
    String part = parts[region];
    int last = part.length() - 1;
    add(region, "with padding", part + "=".repeat((4 - part.length() % 4) % 4) + "=");
    add(region, "with one =", part + "=");
    add(region, "with two =", part + "==");
    for (String odd : List.of(" ", "\n", "\u0000", "\u00A0")) {
      String shown = odd.codePoints().mapToObj(Integer::toHexString).toList().toString();
      add(region, "with " + shown + " before", odd + part);
      add(region, "with " + shown + " inside", part.substring(0, 5) + odd + part.substring(5));
      add(region, "with " + shown + " behind", part + odd);
    }
    String standard = part.replace('-', '+').replace('_', '/');
    add(region, "in the standard alphabet", standard.equals(part) ? "+" + part : standard);
    int unused = new int[] {0, 0, 4, 2}[part.length() % 4];
    for (int bits = 1; bits < 1 << unused; bits <<= 1) {
      char other = ALPHABET.charAt(ALPHABET.indexOf(part.charAt(last)) ^ bits);
      add(region, "with the unused bits " + bits, part.substring(0, last) + other);
    }
    add(region, "of full width letters", widened(part));
  }

  private static String widened(String part) {
    StringBuilder wide = new StringBuilder();
    part.chars().map(c -> c + 0xFEE0).forEach(c -> wide.append((char) c));
    return wide.toString();
  }

  private void whole(String token) {
    Map<String, UnaryOperator<String>> ways =
        Map.of(
            "with a space before", text -> " " + text,
            "with a space behind", text -> text + " ",
            "with an end of line", text -> text + "\n",
            "with a byte order mark", text -> "\uFEFF" + text,
            "with a sixth region", text -> text + ".",
            "twice", text -> text + "." + text,
            "in quotes", text -> "\"" + text + "\"",
            "in base64", text -> Forge.base64(text.getBytes(StandardCharsets.UTF_8)),
            "in upper case", text -> text.toUpperCase(java.util.Locale.ROOT),
            "turned around", text -> new StringBuilder(text).reverse().toString());
    ways.forEach((name, way) -> cells.put("the token " + name, way.apply(token)));
    List<String> turned = new ArrayList<>(List.of(parts));
    java.util.Collections.rotate(turned, 1);
    cells.put("the token with its regions in another order", String.join(".", turned));
    for (String none : List.of("", " ", ".", "....", ".....", "null", "{}", "a.b.c", "a.b.c.d.e")) {
      cells.put("the text '" + none + "'", none);
    }
  }
}
