import { type ErrorCode, LiveStashError } from "./errors.js";
import type { Json } from "./frames.js";

/** How an event ended, as a `done` frame says it: with a reply, or without one, or with the reason why it was not handled. */
export interface Answer {
  readonly error?: ErrorCode | undefined;
  readonly reply?: Json | undefined;
}

/** The promise of an answer, and what settles it. */
export interface Pending {
  readonly promise: Promise<Json | undefined>;
  /** @param n the event's number; it may have changed since the promise was made */
  settle(answer: Answer, n?: number): void;
}

/** @param name the event's */
export function openPending(name: string): Pending {
  let settle!: Pending["settle"];
  const promise = new Promise<Json | undefined>((resolve, reject) => {
    settle = ({ error, reply }, n) => {
      // These the application brought about, or did not want to wait for: no "unhandled rejection" in its logs.
      if (/closed|offline/.test(error as string)) promise.catch(() => {});
      if (error) reject(new LiveStashError(error, name, n));
      else resolve(reply);
    };
  });
  return { promise, settle };
}

/** The promise of an event that is not even taken in. */
export function refuse(error: ErrorCode, name: string): Pending["promise"] {
  const pending = openPending(name);
  pending.settle({ error });
  return pending.promise;
}
