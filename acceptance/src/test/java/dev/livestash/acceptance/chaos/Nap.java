package dev.livestash.acceptance.chaos;

import dev.livestash.acceptance.chaos.Deed.Effect;
import dev.livestash.demo.Mischief;
import dev.livestash.demo.Mischief.Kind;
import dev.livestash.demo.Victim;
import java.util.List;
import java.util.Random;

/** How a handler sleeps. */
enum Nap {
  /** Longer than the server waits until it says that it is at it. */
  SHORT(Kind.SLEEP, 3_000, Effect.FULL),
  /** Longer than a tab waits for anything that is not the handler's. */
  LONG(Kind.SLEEP, 30_000, Effect.FULL),
  /** Longer than a handler may; an interrupt ends it. */
  TOO_LONG(Kind.SLEEP, (int) Victim.HANDLER_TIMEOUT.plusSeconds(10).toMillis(), Effect.NONE),
  /** The same, but nothing ends it. */
  DEAF(Kind.DOZE, (int) Victim.HANDLER_TIMEOUT.plusSeconds(10).toMillis(), Effect.NONE);

  private final Kind kind;
  private final int ms;
  private final Effect effect;

  Nap(Kind kind, int ms, Effect effect) {
    this.kind = kind;
    this.ms = ms;
    this.effect = effect;
  }

  static Nap random(Random random) {
    return List.of(values()).get(random.nextInt(values().length));
  }

  Mischief mischief() {
    return new Mischief(kind, ms);
  }

  /** What comes of it, if nothing else happens meanwhile. */
  Effect effect() {
    return effect;
  }
}
