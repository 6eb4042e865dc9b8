package dev.livestash.internal.undertow;

import dev.livestash.internal.admission.Gate;
import dev.livestash.internal.session.ViewHost;
import dev.livestash.settings.Admission;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who is let in: quotas of the address first, then the application's word, then quotas of the
 * subject that it names.
 */
final class Door {
  /** Of an application that has not said who may come in: nobody, for now. */
  private static final Admission.Refused UNDECIDED =
      new Admission.Refused(StatusCodes.SERVICE_UNAVAILABLE, Optional.empty());

  private final ViewHost<?> host;
  private final Gate gate;
  private final ClientAddress addresses;
  private final Function<HttpServerExchange, Admission> admit;

  Door(
      ViewHost<?> host,
      Gate gate,
      ClientAddress addresses,
      Function<HttpServerExchange, Admission> admit) {
    this.host = host;
    this.gate = gate;
    this.addresses = addresses;
    this.admit = admit;
  }

  /** What a request is answered. */
  sealed interface Answer {}

  /** It may come in. */
  record Guest(String address, Admission.Allowed allowed) implements Answer {}

  /** It may not, for a quota, or by the application's word. */
  record Closed(Admission.Refused refused, String quota) implements Answer {
    static Closed of(Gate.Full full) {
      return new Closed(full.answer(), full.quota());
    }
  }

  /** Somebody comes in. */
  Answer open(HttpServerExchange exchange) {
    return answer(exchange, gate::knock, gate::knockOf);
  }

  /** What they would be answered now, who only ask: no quota is the less for it. */
  Answer look(HttpServerExchange exchange) {
    return answer(exchange, gate::look, gate::lookOf);
  }

  private Answer answer(
      HttpServerExchange exchange,
      Function<String, Optional<Gate.Full>> quotasOfAddress,
      Function<Optional<String>, Optional<Gate.Full>> quotasOfSubject) {
    String address = addresses.of(exchange);
    Optional<Answer> full = quotasOfAddress.apply(address).map(Closed::of);
    return full.orElseGet(() -> asked(address, admitted(exchange), quotasOfSubject));
  }

  private Admission admitted(HttpServerExchange exchange) {
    return host.asked("admit(…) or binding(…)", () -> decided(admit.apply(exchange)))
        .orElse(UNDECIDED);
  }

  private static Admission decided(Admission admission) {
    return Objects.requireNonNull(
        admission, "admit(…) has returned null; return Admission.anonymous(), as(…) or refuse(…).");
  }

  private static Answer asked(
      String address,
      Admission admission,
      Function<Optional<String>, Optional<Gate.Full>> quotasOfSubject) {
    if (admission instanceof Admission.Refused refused) {
      return new Closed(refused, "");
    }
    Admission.Allowed allowed = (Admission.Allowed) admission;
    Optional<Answer> full = quotasOfSubject.apply(allowed.subject()).map(Closed::of);
    return full.orElseGet(() -> new Guest(address, allowed));
  }
}
