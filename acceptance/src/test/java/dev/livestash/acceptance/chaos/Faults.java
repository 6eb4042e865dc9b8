package dev.livestash.acceptance.chaos;

import dev.livestash.testkit.Fault;
import dev.livestash.testkit.Fault.Kind;
import dev.livestash.testkit.Fault.Way;
import java.util.List;
import java.util.Random;

/** Faults of the network, drawn by lot. */
final class Faults {
  private static final double NEXT_SHARE = 0.25;
  private static final int MAX_BYTES = 400;
  private static final int MAX_DELAY_MS = 150;
  private static final int MIN_STALL_MS = 100;
  private static final int MAX_STALL_MS = 2_000;

  private Faults() {}

  static Fault random(Random random) {
    Kind kind = oneOf(Kind.values(), random);
    int ms =
        kind == Kind.DELAY
            ? 1 + random.nextInt(MAX_DELAY_MS)
            : MIN_STALL_MS + random.nextInt(MAX_STALL_MS - MIN_STALL_MS);
    return new Fault(
        kind,
        oneOf(Way.values(), random),
        random.nextDouble() < NEXT_SHARE,
        ms,
        1 + random.nextInt(MAX_BYTES));
  }

  private static <T> T oneOf(T[] values, Random random) {
    return List.of(values).get(random.nextInt(values.length));
  }
}
