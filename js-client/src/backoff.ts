/** A time from `min` to `max`, in milliseconds: a random one, so that not all tabs come at once. */
export type Spread = readonly [min: number, max: number];

const FLOOR_MS = 100;
const BASE_MS = 500;
const CAP_MS = 20_000;

/** Closes by which the server asks for a pause: at-once reconnects would meet the same trouble. */
const PAUSES = [1011, 1012, 1013, 4001, 4002, 4003];

/**
 * When to connect again.
 *
 * @param code the close code of the connection that was lost; 1006 where there was none
 * @param isStable whether it had been live for a while, so that this is not one more failure of a series
 * @param failures how many connections were lost before, since the last stable one
 */
export function spreadAfter(code: number, isStable: boolean, failures: number): Spread {
  if (isStable && !PAUSES.includes(code)) return [0, 0];
  return [FLOOR_MS, Math.min(CAP_MS, BASE_MS * 2 ** failures)];
}
