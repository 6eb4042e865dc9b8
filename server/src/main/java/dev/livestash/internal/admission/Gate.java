package dev.livestash.internal.admission;

import dev.livestash.internal.memory.Share;
import dev.livestash.internal.memory.Shares;
import dev.livestash.settings.Admission;
import dev.livestash.settings.Quotas;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Holds the quotas of a node: who is let in, and who is in. */
public final class Gate {
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** The one bucket of what counts for all together. */
  private static final String ALL = "all";

  /** When it makes sense to ask again where one that is in has to leave first. */
  private static final Duration UNTIL_SOMEBODY_LEAVES = Duration.ofSeconds(5);

  /**
   * Why somebody is not let in.
   *
   * @param answer what the handshake is answered
   * @param quota the quota that is used up
   */
  public record Full(Admission.Refused answer, String quota) {}

  private final Quotas quotas;
  private final Rate handshakes;
  private final Rate handshakesOfSubjects;
  private final Rate handshakesInAll;
  private final Rate refusedJoins;
  private final Rate refusedJoinsOfSubjects;
  private final Rate events;
  private final Rate eventsInAll;
  private final Shares ofAddresses;
  private final Shares ofSubjects;
  private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Integer> bySubject = new ConcurrentHashMap<>();
  private final AtomicInteger inAll = new AtomicInteger();
  private final Runnable leaveAll = inAll::decrementAndGet;

  /** A gate. */
  public Gate(Quotas quotas, LongSupplier nanoTime) {
    this.quotas = quotas;
    this.handshakes = new Rate(quotas.handshakesPerMinute(), MINUTE, nanoTime);
    this.handshakesOfSubjects = new Rate(quotas.handshakesPerMinutePerSubject(), MINUTE, nanoTime);
    this.handshakesInAll = new Rate(quotas.handshakesPerMinuteInAll(), MINUTE, nanoTime);
    this.refusedJoins = new Rate(quotas.refusedJoinsPerMinute(), MINUTE, nanoTime);
    this.refusedJoinsOfSubjects =
        new Rate(quotas.refusedJoinsPerMinutePerSubject(), MINUTE, nanoTime);
    this.events = new Rate(quotas.eventsPerSecond(), SECOND, nanoTime);
    this.eventsInAll = new Rate(quotas.eventsPerSecondInAll(), SECOND, nanoTime);
    this.ofAddresses = new Shares(quotas.maxStatesBytesPerAddress());
    this.ofSubjects = new Shares(quotas.maxStatesBytesPerSubject());
  }

  /** Somebody asks to come in, of whom only the address is known. */
  public Optional<Full> knock(String address) {
    return isFull(address)
        .or(() -> full("handshakesPerMinute", handshakes.take(address)))
        .or(() -> ofNode("handshakesPerMinuteInAll", handshakesInAll.take(ALL)));
  }

  /** What somebody of this address would be answered now: nothing is counted. */
  public Optional<Full> look(String address) {
    return isFull(address)
        .or(() -> full("handshakesPerMinute", handshakes.untilNext(address)))
        .or(() -> ofNode("handshakesPerMinuteInAll", handshakesInAll.untilNext(ALL)));
  }

  private Optional<Full> isFull(String address) {
    if (inAll.get() >= quotas.maxSockets()) {
      return ofNode("maxSockets", UNTIL_SOMEBODY_LEAVES);
    }
    if (byAddress.getOrDefault(address, 0) >= quotas.maxSocketsPerAddress()) {
      return full("maxSocketsPerAddress", UNTIL_SOMEBODY_LEAVES);
    }
    if (!ofAddresses.hasRoom(address, 1)) {
      return full("maxStatesBytesPerAddress", UNTIL_SOMEBODY_LEAVES);
    }
    return full("refusedJoinsPerMinute", refusedJoins.untilNext(address));
  }

  /** The same somebody is known by now. */
  public Optional<Full> knockOf(Optional<String> subject) {
    return subject.flatMap(
        name ->
            isFullOf(name)
                .or(() -> full("handshakesPerMinutePerSubject", handshakesOfSubjects.take(name))));
  }

  /** What this subject would be answered now. */
  public Optional<Full> lookOf(Optional<String> subject) {
    return subject.flatMap(
        name ->
            isFullOf(name)
                .or(
                    () ->
                        full(
                            "handshakesPerMinutePerSubject",
                            handshakesOfSubjects.untilNext(name))));
  }

  private Optional<Full> isFullOf(String subject) {
    if (bySubject.getOrDefault(subject, 0) >= quotas.maxSocketsPerSubject()) {
      return full("maxSocketsPerSubject", UNTIL_SOMEBODY_LEAVES);
    }
    if (!ofSubjects.hasRoom(subject, 1)) {
      return full("maxStatesBytesPerSubject", UNTIL_SOMEBODY_LEAVES);
    }
    return full("refusedJoinsPerMinutePerSubject", refusedJoinsOfSubjects.untilNext(subject));
  }

  /** Another node may have room. */
  private static Optional<Full> ofNode(String quota, Duration wait) {
    return wait.isZero()
        ? Optional.empty()
        : Optional.of(
            new Full(new Admission.Refused(SERVICE_UNAVAILABLE, Optional.of(wait)), quota));
  }

  private static Optional<Full> full(String quota, Duration wait) {
    return wait.isZero() ? Optional.empty() : Optional.of(new Full(Admission.tooMany(wait), quota));
  }

  /**
   * Somebody is in, if there is still room.
   *
   * @return to be run once, when they leave; empty if others were quicker
   */
  public Optional<Runnable> enter(String address, Optional<String> subject) {
    int sockets = inAll.incrementAndGet();
    int ofAddress = countsAddresses() ? count(byAddress, address) : 0;
    int ofSubject = countsSubjects() ? subject.map(name -> count(bySubject, name)).orElse(0) : 0;
    boolean hasRoom =
        sockets <= quotas.maxSockets()
            && ofAddress <= quotas.maxSocketsPerAddress()
            && ofSubject <= quotas.maxSocketsPerSubject();
    Runnable leave = leave(address, subject);
    if (!hasRoom) {
      leave.run();
    }
    return Optional.of(leave).filter(any -> hasRoom);
  }

  /** Where nobody asks who they are, all leave by the same door. */
  private Runnable leave(String address, Optional<String> subject) {
    if (!countsAddresses() && !countsSubjects()) {
      return leaveAll;
    }
    return () -> {
      leaveAll.run();
      if (countsAddresses()) {
        discount(byAddress, address);
      }
      if (countsSubjects()) {
        subject.ifPresent(name -> discount(bySubject, name));
      }
    };
  }

  private boolean countsAddresses() {
    return quotas.maxSocketsPerAddress() < Integer.MAX_VALUE;
  }

  private boolean countsSubjects() {
    return quotas.maxSocketsPerSubject() < Integer.MAX_VALUE;
  }

  /** What the sessions of a client weigh, of its address and of its subject. */
  public Share share(String address, Optional<String> subject) {
    Share ofAddress =
        ofAddresses.areCounted() ? ofAddresses.of(address, Share.UNCOUNTED) : Share.UNCOUNTED;
    return subject
        .filter(name -> ofSubjects.areCounted())
        .map(name -> ofSubjects.of(name, ofAddress))
        .orElse(ofAddress);
  }

  /** What is to be run if a join of this client is refused. */
  public Runnable whenJoinIsRefused(String address, Optional<String> subject) {
    if (refusedJoins.isUnlimited() && refusedJoinsOfSubjects.isUnlimited()) {
      return Gate::nothing;
    }
    return () -> {
      refusedJoins.spend(address);
      subject.ifPresent(refusedJoinsOfSubjects::spend);
    };
  }

  /** Who a client is: a subject, or an address, which has no space in it. */
  public static String client(String address, Optional<String> subject) {
    return subject.map(name -> "subject " + name).orElse(address);
  }

  /**
   * What counts the events of a client, tells which quota is used up, and says how long it has to
   * pause after each: zero, if not at all.
   */
  public Function<Consumer<String>, Duration> pace(String address, Optional<String> subject) {
    if (events.isUnlimited() && eventsInAll.isUnlimited()) {
      return Gate::noPause;
    }
    String client = client(address, subject);
    return told ->
        longer(
            pause(events, client, "eventsPerSecond", told),
            pause(eventsInAll, ALL, "eventsPerSecondInAll", told));
  }

  private static Duration pause(Rate rate, String key, String quota, Consumer<String> told) {
    rate.spend(key);
    Duration pause = rate.untilNext(key);
    if (!pause.isZero()) {
      told.accept(quota);
    }
    return pause;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private static Duration noPause(Consumer<String> told) {
    return Duration.ZERO;
  }

  private static void nothing() {}

  private static int count(ConcurrentMap<String, Integer> counts, String key) {
    return counts.merge(key, 1, Integer::sum);
  }

  private static void discount(ConcurrentMap<String, Integer> counts, String key) {
    counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
  }
}
