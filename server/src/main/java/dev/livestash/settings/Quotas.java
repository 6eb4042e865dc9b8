package dev.livestash.settings;

import java.util.Set;
import java.util.function.Consumer;

/**
 * How much one client may ask for: by its address, by its subject, and all together. Immutable:
 * each {@code with…} gives a copy. Hardly one holds {@linkplain #defaults by default}, for only the
 * application knows how many people share an address; what one socket can make a server hold is
 * bounded in any case, by {@link Limits}.
 *
 * <p>Whoever is over a quota of handshakes, joins or sockets is answered 429 with {@code
 * Retry-After} (RFC 6585 section 4), or 503 where all together are. The page tries again later,
 * with what it had; the {@code StashListener} is told. An address is an IPv4 address, or the first
 * 64 bits of an IPv6 address.
 */
public final class Quotas implements Cloneable {
  private static final int MIN_STATES_BYTES = 16_384;
  private static final Quotas NONE = new Quotas();

  /** Half of what {@link Limits#maxStatesBytes} is by default. */
  private static final Quotas DEFAULTS =
      NONE.withMaxStatesBytesPerSubject(Runtime.getRuntime().maxMemory() / 16 * 3);

  // Not final so that a copy can have another value; none changes once its copy is given away.
  private int handshakesPerMinute = Integer.MAX_VALUE;
  private int handshakesPerMinutePerSubject = Integer.MAX_VALUE;
  private int handshakesPerMinuteInAll = Integer.MAX_VALUE;
  private int refusedJoinsPerMinute = Integer.MAX_VALUE;
  private int refusedJoinsPerMinutePerSubject = Integer.MAX_VALUE;
  private int eventsPerSecond = Integer.MAX_VALUE;
  private int eventsPerSecondInAll = Integer.MAX_VALUE;
  private int maxSocketsPerAddress = Integer.MAX_VALUE;
  private int maxSocketsPerSubject = Integer.MAX_VALUE;
  private int maxSockets = Integer.MAX_VALUE;
  private long maxStatesBytesPerAddress = Long.MAX_VALUE;
  private long maxStatesBytesPerSubject = Long.MAX_VALUE;
  private Set<String> trustedProxies = Set.of();

  private Quotas() {}

  private Quotas with(Consumer<Quotas> change) {
    try {
      Quotas copy = (Quotas) clone();
      change.accept(copy);
      return copy;
    } catch (CloneNotSupportedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /**
   * No quota at all.
   *
   * @return quotas that refuse nothing
   */
  public static Quotas none() {
    return NONE;
  }

  /**
   * No quota but for one: the sessions of a subject take three sixteenths of the heap at most, half
   * of what all of them may by default.
   *
   * @return quotas that refuse none who shares an address with others, and none who shares a
   *     subject until they have half of the room
   */
  public static Quotas defaults() {
    return DEFAULTS;
  }

  /** {@return the most handshakes of one address in a minute; no limit by default} */
  public int handshakesPerMinute() {
    return handshakesPerMinute;
  }

  /**
   * How many handshakes an address may ask for in a minute, on average; as many at once.
   *
   * @param perAddress at least 1
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Quotas withHandshakesPerMinute(int perAddress) {
    int checked = Check.atLeast("handshakesPerMinute", perAddress, 1);
    return with(copy -> copy.handshakesPerMinute = checked);
  }

  /** {@return the most handshakes of one subject in a minute; no limit by default} */
  public int handshakesPerMinutePerSubject() {
    return handshakesPerMinutePerSubject;
  }

  /**
   * The same for a subject (what tokens are bound to), from whatever addresses.
   *
   * @param perSubject at least 1
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Quotas withHandshakesPerMinutePerSubject(int perSubject) {
    int checked = Check.atLeast("handshakesPerMinutePerSubject", perSubject, 1);
    return with(copy -> copy.handshakesPerMinutePerSubject = checked);
  }

  /** {@return the most handshakes in a minute in all; no limit by default} */
  public int handshakesPerMinuteInAll() {
    return handshakesPerMinuteInAll;
  }

  /**
   * How many handshakes the node takes in a minute, on average; as many at once. Others are
   * answered 503, so that a load balancer may take another node. After a crash all tabs come at
   * once: fewer than a node has tabs make them wait.
   *
   * @param inAll at least 1
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Quotas withHandshakesPerMinuteInAll(int inAll) {
    int checked = Check.atLeast("handshakesPerMinuteInAll", inAll, 1);
    return with(copy -> copy.handshakesPerMinuteInAll = checked);
  }

  /** {@return the most refused joins of one address in a minute; no limit by default} */
  public int refusedJoinsPerMinute() {
    return refusedJoinsPerMinute;
  }

  /**
   * How many joins of an address may fail in a minute, on average: those whose token is refused, or
   * that are no joins at all. An address that has more is not let in until they are fewer. There is
   * no such quota for all together: a stranger could keep everybody out by it.
   *
   * @param perAddress at least 1
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Quotas withRefusedJoinsPerMinute(int perAddress) {
    int checked = Check.atLeast("refusedJoinsPerMinute", perAddress, 1);
    return with(copy -> copy.refusedJoinsPerMinute = checked);
  }

  /** {@return the most refused joins of one subject in a minute; no limit by default} */
  public int refusedJoinsPerMinutePerSubject() {
    return refusedJoinsPerMinutePerSubject;
  }

  /**
   * The same for a subject (what tokens are bound to), from whatever addresses.
   *
   * @param perSubject at least 1
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Quotas withRefusedJoinsPerMinutePerSubject(int perSubject) {
    int checked = Check.atLeast("refusedJoinsPerMinutePerSubject", perSubject, 1);
    return with(copy -> copy.refusedJoinsPerMinutePerSubject = checked);
  }

  /** {@return the most events of one client in a second; no limit by default} */
  public int eventsPerSecond() {
    return eventsPerSecond;
  }

  /**
   * How many events a client may send in a second, on average; as many at once. One that sends more
   * is not heard until they are fewer: what it sends further waits on its side, and none is lost. A
   * client is a subject with all its sockets, or an address where there is no subject.
   *
   * @param perClient at least 1
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Quotas withEventsPerSecond(int perClient) {
    int checked = Check.atLeast("eventsPerSecond", perClient, 1);
    return with(copy -> copy.eventsPerSecond = checked);
  }

  /** {@return the most events in a second in all; no limit by default} */
  public int eventsPerSecondInAll() {
    return eventsPerSecondInAll;
  }

  /**
   * How many events the node takes in a second, on average; as many at once. At the quota whoever
   * sends an event pauses after it, as with {@link #withEventsPerSecond}.
   *
   * @param inAll at least 1
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Quotas withEventsPerSecondInAll(int inAll) {
    int checked = Check.atLeast("eventsPerSecondInAll", inAll, 1);
    return with(copy -> copy.eventsPerSecondInAll = checked);
  }

  /** {@return the most open sockets of one address; no limit by default} */
  public int maxSocketsPerAddress() {
    return maxSocketsPerAddress;
  }

  /**
   * How many sockets of an address may be open.
   *
   * @param sockets at least 1
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Quotas withMaxSocketsPerAddress(int sockets) {
    int checked = Check.atLeast("maxSocketsPerAddress", sockets, 1);
    return with(copy -> copy.maxSocketsPerAddress = checked);
  }

  /** {@return the most open sockets of one subject; no limit by default} */
  public int maxSocketsPerSubject() {
    return maxSocketsPerSubject;
  }

  /**
   * How many sockets of a subject (what tokens are bound to) may be open.
   *
   * @param sockets at least 1
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Quotas withMaxSocketsPerSubject(int sockets) {
    int checked = Check.atLeast("maxSocketsPerSubject", sockets, 1);
    return with(copy -> copy.maxSocketsPerSubject = checked);
  }

  /** {@return the most open sockets in all; no limit by default} */
  public int maxSockets() {
    return maxSockets;
  }

  /**
   * How many sockets may be open in all. Others are answered 503, so that a load balancer may take
   * another node.
   *
   * @param inAll at least 1
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Quotas withMaxSockets(int inAll) {
    int checked = Check.atLeast("maxSockets", inAll, 1);
    return with(copy -> copy.maxSockets = checked);
  }

  /** {@return the most bytes of one address's sessions; no limit by default} */
  public long maxStatesBytesPerAddress() {
    return maxStatesBytesPerAddress;
  }

  /**
   * How many bytes the sessions of an address may take together, as {@link
   * Limits#withMaxStatesBytes} counts them: those of its open tabs, and those that linger. At the
   * quota, it is not let in until some have ended or sleep; a tab whose state would exceed it is
   * closed with 1013. What its open tabs do goes on.
   *
   * @param bytes at least 16,384
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Quotas withMaxStatesBytesPerAddress(long bytes) {
    long checked = Check.atLeast("maxStatesBytesPerAddress", bytes, MIN_STATES_BYTES);
    return with(copy -> copy.maxStatesBytesPerAddress = checked);
  }

  /** {@return the most bytes of one subject's sessions; three sixteenths of the heap by default} */
  public long maxStatesBytesPerSubject() {
    return maxStatesBytesPerSubject;
  }

  /**
   * The same for a subject (what tokens are bound to).
   *
   * @param bytes at least 16,384
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Quotas withMaxStatesBytesPerSubject(long bytes) {
    long checked = Check.atLeast("maxStatesBytesPerSubject", bytes, MIN_STATES_BYTES);
    return with(copy -> copy.maxStatesBytesPerSubject = checked);
  }

  /** {@return the addresses of proxies that are believed; none by default} */
  public Set<String> trustedProxies() {
    return trustedProxies;
  }

  /**
   * Which proxies stand in front: from these the header {@code X-Forwarded-For} is believed, whose
   * last address that is none of theirs is the client's. Without them it is the socket's, which
   * behind a proxy is the proxy's for everybody.
   *
   * @param addresses IP addresses, without ports or host names
   * @return a copy
   */
  public Quotas withTrustedProxies(String... addresses) {
    Set<String> copied = Set.of(addresses);
    return with(copy -> copy.trustedProxies = copied);
  }
}
