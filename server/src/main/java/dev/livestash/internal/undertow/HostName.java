package dev.livestash.internal.undertow;

import static dev.livestash.internal.undertow.Origin.require;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A host as browsers write it in an origin: the URL standard's host serializer, as far as needed.
 */
final class HostName {
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\x00-\\x20#/:<>?@\\[\\\\\\]^|%\\x7F]");

  /** A name whose last part is one is an IPv4 address to a browser. */
  private static final Pattern ENDS_IN_NUMBER =
      Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)\\.?");

  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");

  /** IDNA 2003 and 2008 encode sharp s, final sigma and the two joiners differently. */
  private static final Pattern DEVIATING = Pattern.compile("[\u00DF\u03C2\u200C\u200D]");

  /** Becomes two characters, which the JDK's own mapping knows. */
  private static final int DOTTED_I = 0x130;

  private static final int IPV6_PIECES = 8;
  private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?:$|:)");

  private HostName() {}

  /** Of a page from the web. */
  static String canonical(String host) throws Origin.Unfit {
    if (host.startsWith("[")) {
      return "[" + ipv6(host) + "]";
    }
    require(!host.contains("%"), "write the host's characters as they are, without %");
    String name = isAscii(host) ? host.toLowerCase(Locale.ROOT) : ascii(host);
    require(!FORBIDDEN.matcher(name).find(), "a host has no such characters");
    require(
        !ENDS_IN_NUMBER.matcher(name).matches() || IPV4.matcher(name).matches(),
        "an IPv4 address has four numbers from 0 to 255, without leading zeros");
    return name;
  }

  /** Of any other scheme, whose names mean what its owner wants. */
  static String opaque(String host) throws Origin.Unfit {
    if (host.startsWith("[")) {
      return canonical(host);
    }
    require(
        isAscii(host) && !FORBIDDEN.matcher(host).find(),
        "outside of http and https, a host has ASCII characters only, and none that an address is"
            + " divided by");
    return host.toLowerCase(Locale.ROOT);
  }

  private static boolean isAscii(String host) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(host);
  }

  /**
   * The name with its international parts in Punycode. The JDK maps characters as of Unicode 3.2,
   * so those that came later are mapped before.
   */
  private static String ascii(String host) throws Origin.Unfit {
    String mapped = lowerCase(Normalizer.normalize(host, Normalizer.Form.NFKC));
    require(
        !DEVIATING.matcher(mapped).find(),
        "its name is not encoded the same everywhere; give the form with xn--, which"
            + " new URL(address).origin shows in a browser's console");
    try {
      return IDN.toASCII(mapped, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException unfit) {
      throw new Origin.Unfit("its host is no international domain name");
    }
  }

  /** Each character for itself: a sigma at the end of a word is none of its own. */
  private static String lowerCase(String name) {
    return name.codePoints()
        .map(c -> c == DOTTED_I ? c : Character.toLowerCase(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String ipv6(String bracketed) throws Origin.Unfit {
    require(!bracketed.contains("%"), "leave out the zone of the IPv6 address");
    try {
      return compressed(InetAddress.getByName(bracketed).getAddress());
    } catch (UnknownHostException unfit) {
      throw new Origin.Unfit("there is no IPv6 address in the brackets");
    }
  }

  /** RFC 5952: the first of the longest runs of zeros is left out. */
  private static String compressed(byte[] address) {
    int[] pieces = pieces(address);
    String whole =
        IntStream.of(pieces).mapToObj(Integer::toHexString).collect(Collectors.joining(":"));
    return ZEROS
        .matcher(whole)
        .results()
        .reduce((one, other) -> digits(other) > digits(one) ? other : one)
        .map(run -> whole.substring(0, run.start()) + "::" + whole.substring(run.end()))
        .orElse(whole);
  }

  private static long digits(MatchResult zeros) {
    return zeros.group().chars().filter(c -> c == '0').count();
  }

  /** The JDK gives an IPv4 address for one that is mapped into IPv6. */
  private static int[] pieces(byte[] address) {
    byte[] all = new byte[IPV6_PIECES * 2];
    System.arraycopy(address, 0, all, all.length - address.length, address.length);
    if (address.length < all.length) {
      all[10] = (byte) 0xFF;
      all[11] = (byte) 0xFF;
    }
    return IntStream.range(0, IPV6_PIECES)
        .map(i -> ((all[2 * i] & 0xFF) << 8) | (all[2 * i + 1] & 0xFF))
        .toArray();
  }
}
