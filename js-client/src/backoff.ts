const FLOOR_MS = 100;
const BASE_MS = 500;
const CAP_MS = 20_000;

/** Closes by which the server asks for a pause: at-once reconnects would meet the same trouble. */
const PAUSES = [1012, 4002, 4003];

/** What is known when a connection was lost. */
export interface Loss {
  /** The close code; 1006 where there was none. */
  readonly code: number;
  /** Whether the view had been live for a while, so that this is not one more failure of a series. */
  readonly stable: boolean;
  /** How many failures came before, since the last stable connection. */
  readonly failures: number;
  /** Whether nobody sees the page. */
  readonly hidden: boolean;
  /** The spread that the server asked for, in milliseconds. */
  readonly spread?: readonly [min: number, max: number] | undefined;
}

/**
 * How long to wait before the next connection, in milliseconds.
 *
 * @param random a number from 0 (inclusive) to 1 (exclusive)
 */
export function retryDelay({ code, stable, failures, hidden, spread }: Loss, random: number): number {
  const between = (min: number, max: number) => min + random * (max - min);
  if (spread) return between(...spread);
  if (stable && !PAUSES.includes(code)) return 0;
  if (hidden) return between(CAP_MS, 2 * CAP_MS);
  return between(FLOOR_MS, Math.min(CAP_MS, BASE_MS * 2 ** failures));
}
