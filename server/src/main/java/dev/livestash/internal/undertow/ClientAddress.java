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
import java.util.stream.Collectors;

/**
 * Where a request comes from: the socket's address, or what proxies that are trusted say. Each of
 * them adds the address that it has seen to the end of {@code X-Forwarded-For}; what stands before
 * the first one that is not trusted, anybody can have written.
 */
public final class ClientAddress {
  private static final int NETWORK_BYTES = 8;

  private final Set<String> trusted;
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
  private static String checked(String proxy) {
    return parsed(proxy)
        .map(InetAddress::getHostAddress)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + proxy + "' is no IP address; give withTrustedProxies(…) the proxy's."));
  }

  /** An address in its shortest form; of an IPv6 address the network. */
  String of(HttpServerExchange exchange) {
    String address = peer(exchange);
    Deque<String> forwarded = forwarded(exchange);
    while (trusted.contains(normal(address)) && !forwarded.isEmpty()) {
      String before = forwarded.removeLast();
      if (parsed(before).isEmpty()) {
        sayUnreadable(address);
        break;
      }
      address = before;
    }
    return network(address);
  }

  /**
   * Of the connection: the exchange's own is what the client has written, where a handler before
   * this one believes the header (ProxyPeerAddressHandler).
   */
  private static String peer(HttpServerExchange exchange) {
    InetSocketAddress peer = exchange.getConnection().getPeerAddress(InetSocketAddress.class);
    InetAddress resolved = peer.getAddress();
    return resolved == null ? peer.getHostString() : resolved.getHostAddress();
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

  private static String normal(String address) {
    return parsed(address).map(InetAddress::getHostAddress).orElse(address);
  }

  /** Whoever has one IPv6 address has 2^64 of them. */
  private static String network(String address) {
    return parsed(address)
        .map(ip -> ip instanceof Inet6Address ? networkOf(ip) : ip.getHostAddress())
        .orElse("unknown");
  }

  private static String networkOf(InetAddress address) {
    byte[] network = Arrays.copyOf(address.getAddress(), NETWORK_BYTES);
    return HexFormat.of().formatHex(network) + "/64";
  }

  /** Some proxies add the port; a listener of both families shows IPv4 addresses as IPv6. */
  private static String bare(String address) {
    String bare = address;
    if (address.startsWith("[")) {
      bare = address.replaceFirst("^\\[([^\\]]*)\\](:\\d+)?$", "$1");
    } else if (address.matches("[\\d.]+:\\d+")) {
      bare = address.substring(0, address.indexOf(':'));
    }
    return bare.toLowerCase(Locale.ROOT).matches("::ffff:[\\d.]+")
        ? bare.substring(bare.lastIndexOf(':') + 1)
        : bare;
  }

  /** Asks no name server. */
  private static Optional<InetAddress> parsed(String address) {
    String withoutZone = bare(address).replaceFirst("%.*", "");
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
