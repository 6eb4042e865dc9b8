/** A time from `min` to `max`, in milliseconds: a random one, so that not all tabs come at once. */
export type Spread = readonly [min: number, max: number];

const FLOOR_MS = 100;
const BASE_MS = 500;
const CAP_MS = 20_000;
/** So many losses that the cap is reached. */
const MANY = 9;

/** The codes up to here are a connection's. By those above, a server asks for a pause: the trouble is still there. */
const LAST_ACCIDENT = 1010;

/**
 * When to connect again.
 *
 * @param code the close code of the connection that was lost; 1006 where there was none
 * @param failures how many connections were lost before, since one that had been live for a while; -1 if that one is
 *   lost now
 * @param isHidden whether nobody looks: after an accident at once all the same, but then as after many losses
 */
export function spreadAfter(code: number, failures: number, isHidden: boolean): Spread {
  if (failures < 0 && code <= LAST_ACCIDENT) return [0, 0];
  return [FLOOR_MS, Math.min(CAP_MS, BASE_MS * 2 ** (isHidden ? MANY : failures))];
}
