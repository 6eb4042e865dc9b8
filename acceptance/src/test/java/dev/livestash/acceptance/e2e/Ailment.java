package dev.livestash.acceptance.e2e;

import java.util.List;
import java.util.Random;

/** What can happen to what servers share. */
public enum Ailment {
  /** It is killed, and comes back after a while with all that it knew. */
  DIES,
  /** It is killed, and comes back after a while knowing nothing. */
  FORGETS,
  /** It stands still for a while, with its connections open. */
  FREEZES;

  public static Ailment random(Random random) {
    return List.of(values()).get(random.nextInt(values().length));
  }
}
