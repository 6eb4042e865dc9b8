/** A time from `min` to `max`, in milliseconds: a random one, so that not all tabs come at once. */
export type Spread = readonly [min: number, max: number];

const FLOOR_MS = 100;
/** Doubled with every failure. */
const FIRST_CAP_MS = 250;
const CAP_MS = 20_000;
/** As many failures as it takes to reach the cap. */
const MANY = 9;

/** The codes up to here are a connection's. By those above, a server asks for a pause: the trouble is still there. */
const LAST_ACCIDENT = 1010;

/**
 * When to connect again.
 *
 * @param code the close code of the connection that was lost; 1006 where there was none
 * @param failures how many connections in a row have failed, this one included; 0 if this one had been live for a while
 * @param isHidden whether nobody looks: after an accident at once all the same, but then as after many losses
 */
export function spreadAfter(code: number, failures: number, isHidden?: boolean): Spread {
  if (!failures && code <= LAST_ACCIDENT) return [0, 0];
  return [FLOOR_MS, Math.min(CAP_MS, FIRST_CAP_MS * 2 ** (isHidden ? MANY : failures))];
}
