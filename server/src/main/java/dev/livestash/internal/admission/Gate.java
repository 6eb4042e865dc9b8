package dev.livestash.internal.admission;

import dev.livestash.settings.Admission;
import dev.livestash.settings.Quotas;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Holds the quotas of a node: who is let in, and who is in. */
public final class Gate {
  private static final int SERVICE_UNAVAILABLE = 503;

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
  private final Rate refusedJoins;
  private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Integer> bySubject = new ConcurrentHashMap<>();
  private final AtomicInteger inAll = new AtomicInteger();

  /** A gate. */
  public Gate(Quotas quotas, LongSupplier nanoTime) {
    this.quotas = quotas;
    this.handshakes = new Rate(quotas.handshakesPerMinute(), nanoTime);
    this.refusedJoins = new Rate(quotas.refusedJoinsPerMinute(), nanoTime);
  }

  /** Somebody asks to come in, of whom only the address is known. */
  public Optional<Full> knock(String address) {
    if (inAll.get() >= quotas.maxSockets()) {
      return Optional.of(
          new Full(
              new Admission.Refused(SERVICE_UNAVAILABLE, Optional.of(UNTIL_SOMEBODY_LEAVES)),
              "maxSockets"));
    }
    if (byAddress.getOrDefault(address, 0) >= quotas.maxSocketsPerAddress()) {
      return full("maxSocketsPerAddress", UNTIL_SOMEBODY_LEAVES);
    }
    return full("refusedJoinsPerMinute", refusedJoins.untilNext(address))
        .or(() -> full("handshakesPerMinute", handshakes.take(address)));
  }

  /** The same somebody is known by now. */
  public Optional<Full> knock(Optional<String> subject) {
    return subject
        .filter(name -> bySubject.getOrDefault(name, 0) >= quotas.maxSocketsPerSubject())
        .flatMap(name -> full("maxSocketsPerSubject", UNTIL_SOMEBODY_LEAVES));
  }

  private static Optional<Full> full(String quota, Duration wait) {
    return wait.isZero() ? Optional.empty() : Optional.of(new Full(Admission.tooMany(wait), quota));
  }

  /**
   * Somebody is in, if there is still room.
   *
   * @return to be run when they leave, once or more often; empty if others were quicker
   */
  public Optional<Runnable> enter(String address, Optional<String> subject) {
    int sockets = inAll.incrementAndGet();
    int ofAddress = count(byAddress, address);
    int ofSubject = subject.map(name -> count(bySubject, name)).orElse(0);
    boolean hasRoom =
        sockets <= quotas.maxSockets()
            && ofAddress <= quotas.maxSocketsPerAddress()
            && ofSubject <= quotas.maxSocketsPerSubject();
    AtomicBoolean left = new AtomicBoolean();
    Runnable leave =
        () -> {
          if (left.compareAndSet(false, true)) {
            inAll.decrementAndGet();
            discount(byAddress, address);
            subject.ifPresent(name -> discount(bySubject, name));
          }
        };
    if (!hasRoom) {
      leave.run();
    }
    return Optional.of(leave).filter(any -> hasRoom);
  }

  /** A join of this address has failed. */
  public void refusedJoin(String address) {
    refusedJoins.spend(address);
  }

  private static int count(ConcurrentMap<String, Integer> counts, String key) {
    return counts.merge(key, 1, Integer::sum);
  }

  private static void discount(ConcurrentMap<String, Integer> counts, String key) {
    counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
  }
}
