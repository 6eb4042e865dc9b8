package dev.livestash.internal.undertow;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.NetworkUtils;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a request comes from: the socket's address, or what proxies that are trusted say. Each of
 * them adds the address that it has seen to the end of {@code X-Forwarded-For}; what stands before
 * the first one that is not trusted, anybody can have written.
 */
public final class ClientAddress {
  private static final int NETWORK_BYTES = 8;
  private static final String UNKNOWN = "unknown";
  private static final Pattern IN_BRACKETS = Pattern.compile("^\\[([^\\]]*)\\](:\\d+)?$");
  private static final Pattern IPV4_AND_PORT = Pattern.compile("[\\d.]+:\\d+");
  private static final Pattern IPV4_AS_IPV6 = Pattern.compile("::ffff:[\\d.]+");
  private static final Pattern ZONE = Pattern.compile("%.*");

  private final Set<InetAddress> trusted;
  private final AtomicBoolean hasSaid = new AtomicBoolean();

  /**
   * Believes these proxies.
   *
   * @throws IllegalArgumentException if one is not named by its address
   */
  public ClientAddress(Set<String> trustedProxies) {
    this.trusted =
        trustedProxies.stream().map(ClientAddress::checked).collect(Collectors.toUnmodifiableSet());
  }

  /** A name would never match, and everybody behind its proxy would be one client. */
  private static InetAddress checked(String proxy) {
    return parsed(proxy)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + proxy + "' is no IP address; give withTrustedProxies(…) the proxy's."));
  }

  /** An address in its shortest form; of an IPv6 address the network. */
  String of(HttpServerExchange exchange) {
    Optional<InetAddress> peer = peer(exchange);
    // Of most servers the peer is the client, and nothing need be read.
    return peer.filter(trusted::contains)
        .map(proxy -> client(proxy, forwarded(exchange)))
        .or(() -> peer)
        .map(ClientAddress::network)
        .orElse(UNKNOWN);
  }

  private InetAddress client(InetAddress peer, Deque<String> forwarded) {
    InetAddress address = peer;
    while (trusted.contains(address) && !forwarded.isEmpty()) {
      Optional<InetAddress> before = parsed(forwarded.removeLast());
      if (before.isEmpty()) {
        sayUnreadable(address.getHostAddress());
        return address;
      }
      address = before.get();
    }
    return address;
  }

  /**
   * Of the connection: the exchange's own is what the client has written, where a handler before
   * this one believes the header (ProxyPeerAddressHandler).
   */
  private static Optional<InetAddress> peer(HttpServerExchange exchange) {
    InetSocketAddress peer = exchange.getConnection().getPeerAddress(InetSocketAddress.class);
    InetAddress resolved = peer.getAddress();
    return resolved == null ? parsed(peer.getHostString()) : Optional.of(resolved);
  }

  private void sayUnreadable(String proxy) {
    if (!hasSaid.getAndSet(true)) {
      System.getLogger("dev.livestash")
          .log(
              Level.WARNING,
              "The proxy {0} names clients in X-Forwarded-For by what is no IP address, so that"
                  + " they count as one. Have it set that to the address alone (said once).",
              proxy);
    }
  }

  private static Deque<String> forwarded(HttpServerExchange exchange) {
    HeaderValues values = exchange.getRequestHeaders().get(Headers.X_FORWARDED_FOR);
    Deque<String> addresses = new ArrayDeque<>();
    if (values != null) {
      values.stream()
          .flatMap(value -> Arrays.stream(value.split(",")))
          .map(String::trim)
          .forEach(addresses::add);
    }
    return addresses;
  }

  /** Whoever has one IPv6 address has 2^64 of them. */
  private static String network(InetAddress address) {
    return address instanceof Inet6Address ? networkOf(address) : address.getHostAddress();
  }

  private static String networkOf(InetAddress address) {
    byte[] network = Arrays.copyOf(address.getAddress(), NETWORK_BYTES);
    return HexFormat.of().formatHex(network) + "/64";
  }

  /** Some proxies add the port; a listener of both families shows IPv4 addresses as IPv6. */
  private static String bare(String address) {
    String bare = address;
    if (address.startsWith("[")) {
      bare = IN_BRACKETS.matcher(address).replaceFirst("$1");
    } else if (IPV4_AND_PORT.matcher(address).matches()) {
      bare = address.substring(0, address.indexOf(':'));
    }
    return IPV4_AS_IPV6.matcher(bare.toLowerCase(Locale.ROOT)).matches()
        ? bare.substring(bare.lastIndexOf(':') + 1)
        : bare;
  }

  /** Asks no name server. */
  private static Optional<InetAddress> parsed(String address) {
    String withoutZone = ZONE.matcher(bare(address)).replaceFirst("");
    try {
      return Optional.of(
          withoutZone.contains(":")
              ? NetworkUtils.parseIpv6Address(withoutZone)
              : NetworkUtils.parseIpv4Address(withoutZone));
    } catch (IOException | RuntimeException notAnAddress) {
      // A parser of others, which throws what it likes.
      return Optional.empty();
    }
  }
}
