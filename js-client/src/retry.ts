import { type Spread, spreadAfter } from "./backoff.js";
import { OUTDATED, PROTOCOL_ERROR, REFUSED, type Reached, STABLE, SUPERSEDED, TOO_LARGE } from "./closes.js";
import type { Environment } from "./environment.js";
import type { Final } from "./options.js";

/** Protocol errors in a row that are not bad luck any more. */
const MAX_FAULTS = 3;
/** 23 days. Above 2^31 - 1, a browser's timer fires at once. */
const MAX_TIMER_MS = 2_000_000_000;

/** Decides what follows a lost connection, by what became of those before it. */
export interface Retry {
  /** The server said when to come back. */
  advise(spread: Spread): void;
  /**
   * A connection was lost.
   *
   * @param isLocked whether no other tab can hold the instance
   * @returns how long to wait for the next one, in milliseconds; or the status in which the view ends
   */
  after(code: number, reached: Reached, isLocked: unknown): number | Final;
}

export function openRetry(environment: Environment): Retry {
  /** The connections in a row that were lost before they were stable. */
  let failures = 0;
  /** The protocol errors in a row. */
  let faults = 0;
  let advised: Spread | undefined;

  return {
    advise(spread) {
      advised = spread;
    },
    after(code, reached, isLocked) {
      if (reached === STABLE) failures = faults = 0;
      else failures++;
      // A join that is too large will be so the next time.
      const isFault = code === PROTOCOL_ERROR || (!reached && code === TOO_LARGE);
      faults = isFault ? faults + 1 : 0;
      if (faults === MAX_FAULTS) return "failed";
      if (code === OUTDATED) return "outdated";
      if (code === REFUSED) return "refused";
      // With the lock, the instance is this tab's: a socket that it has given up was in the way.
      if (code === SUPERSEDED && !isLocked) return "superseded";
      const [min, max] = advised ?? spreadAfter(code, failures, environment.document?.hidden);
      advised = undefined;
      return Math.min(MAX_TIMER_MS, min + environment.Math.random() * (max - min));
    },
  };
}
