package dev.livestash.internal.session;

import dev.livestash.internal.memory.Share;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Who opens sockets in tests. */
final class Visitors {
  static final Visitor NOBODY =
      new Visitor(
          "192.0.2.1",
          Optional.empty(),
          Map.of(),
          Surroundings.NONE,
          () -> {},
          Share.UNCOUNTED,
          told -> Duration.ZERO);

  private Visitors() {}
}
