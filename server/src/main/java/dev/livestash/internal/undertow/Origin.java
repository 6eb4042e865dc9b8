package dev.livestash.internal.undertow;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose a page is (RFC 6454), written as browsers write it in the header of that name, so that one
 * origin is one text.
 *
 * @param text such as {@code https://app.example}, or {@code null} for a page that is nobody's
 */
public record Origin(String text) {
  /** A host has at most 253 characters; a scheme and a port leave room. */
  private static final int MAX_CHARS = 300;

  private static final Pattern SHAPE = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)");
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[^\\[\\]]*]|[^:\\[\\]]*)(?::([0-9]*))?");
  private static final Set<String> NOBODYS = Set.of("about", "data", "javascript");
  private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443);
  private static final int MAX_PORT = 65_535;

  /**
   * The origin that somebody wrote.
   *
   * @param text one that a browser can send; case, a default port and how an international name is
   *     encoded make no difference
   * @return the origin, as browsers write it
   * @throws IllegalArgumentException if no page can have it: the message says what to do
   */
  public static Origin of(String text) {
    try {
      return new Origin(text.equalsIgnoreCase("null") ? "null" : canonical(text));
    } catch (Unfit unfit) {
      String shown = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text;
      throw new IllegalArgumentException(
          "No page has the origin '" + shown + "': " + unfit.getMessage() + ".", unfit);
    }
  }

  /** The origin that a header names; empty if it names none, or several. */
  static Optional<Origin> read(String header) {
    try {
      return Optional.of(of(header));
    } catch (IllegalArgumentException hostile) {
      return Optional.empty();
    }
  }

  /** What is wrong with a text, as advice. Caught in this class. */
  static final class Unfit extends Exception {
    Unfit(String advice) {
      super(advice, null, false, false);
    }
  }

  private static String canonical(String text) throws Unfit {
    require(text.length() <= MAX_CHARS, "it is longer than " + MAX_CHARS + " characters");
    requireOne(text);
    Matcher shape = SHAPE.matcher(text);
    require(shape.matches(), "give scheme://host or scheme://host:port");
    String scheme = shape.group(1).toLowerCase(Locale.ROOT);
    String authority = shape.group(2);
    require(
        !scheme.equals("ws") && !scheme.equals("wss"),
        "a page has http or https where its socket has ws or wss; give that");
    if (scheme.equals("file")) {
      require(authority.isEmpty(), "all files have the origin file://; give that");
      return "file://";
    }
    requireBare(authority);
    return scheme + "://" + hostAndPort(scheme, authority);
  }

  private static void requireOne(String text) throws Unfit {
    require(!text.isEmpty(), "it is empty; give scheme://host or scheme://host:port");
    require(!text.contains("*"), "wildcards match nothing; name each origin in a call of its own");
    require(
        text.codePoints().noneMatch(c -> c <= ' ' || Character.isWhitespace(c)),
        "leave out the white space");
    String scheme = text.substring(0, Math.max(text.indexOf(':'), 0)).toLowerCase(Locale.ROOT);
    require(!NOBODYS.contains(scheme), "such a page has the origin null; give that");
  }

  /** An origin is less than an address; what is more in this one is named. */
  private static void requireBare(String authority) throws Unfit {
    require(!authority.contains("?"), "leave out the query");
    require(!authority.contains("#"), "leave out the fragment");
    require(
        !authority.contains("/") && !authority.contains("\\"),
        "leave out the path, and the slash before it");
    require(!authority.contains("@"), "leave out the user's name");
  }

  private static String hostAndPort(String scheme, String authority) throws Unfit {
    Matcher parts = AUTHORITY.matcher(authority);
    require(
        parts.matches(),
        "give scheme://host:port, with a number as the port, and an IPv6 address in brackets");
    boolean isWeb = DEFAULT_PORTS.containsKey(scheme);
    String host = isWeb ? HostName.canonical(parts.group(1)) : HostName.opaque(parts.group(1));
    require(!host.isEmpty() || !isWeb, "give a host behind " + scheme + "://");
    return parts.group(2) == null ? host : host + port(scheme, parts.group(2));
  }

  private static String port(String scheme, String digits) throws Unfit {
    require(!digits.isEmpty(), "give a port behind the colon, or leave out both");
    String significant = digits.replaceFirst("^0+(?=.)", "");
    int most = Integer.toString(MAX_PORT).length();
    require(
        significant.length() <= most && Integer.parseInt(significant) <= MAX_PORT,
        "a port is at most 65,535");
    boolean isDefault = Integer.valueOf(significant).equals(DEFAULT_PORTS.get(scheme));
    return isDefault ? "" : ":" + significant;
  }

  static void require(boolean holds, String advice) throws Unfit {
    if (!holds) {
      throw new Unfit(advice);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
