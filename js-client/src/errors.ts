import type { EventError } from "./frames.js";

/**
 * Why an event's promise was rejected.
 *
 * - `unknown`: the view has no such handler. Nothing changed.
 * - `invalid`: the data does not fit the handler. Nothing changed.
 * - `failed`: the handler threw, or the view cannot show what came of it. Nothing changed.
 * - `timeout`: the handler took longer than the server lets it. Nothing changed.
 * - `poisoned`: the event has ended its server four times and was skipped. Nothing changed.
 * - `reset`: the view started anew, or was forgotten, and the event with it.
 * - `full`: too many events wait; this one was neither stored nor sent.
 * - `too-large`: the event is larger than an event may be; it was not handled.
 * - `closed`: the view was closed or has stopped. What was stored is sent by the next `connect` in this tab.
 * - `offline`: a volatile event, and the view is not live or was lost before the answer.
 */
export type ErrorCode = EventError | "reset" | "full" | "too-large" | "closed" | "offline";

/** An event that was not handled, or whose answer is not waited for any more; `code` says why. */
export class LiveStashError extends Error {
  override readonly name = "LiveStashError";
  declare readonly code: ErrorCode;
  /** The event's name. */
  declare readonly event: string;
  /** The event's number, as the server counts it; below 0 if it is volatile. Undefined if it was not taken in. */
  declare readonly n: number | undefined;

  constructor(code: ErrorCode, event: string, n?: number) {
    // biome-ignore lint/style/useTemplate: gzip makes less of it
    super(event + ": " + code);
    Object.assign(this, { code, event, n });
  }
}
