import { type ErrorCode, LiveStashError } from "./errors.js";
import { type EventFrame, encode, type Json, utf8Bytes } from "./frames.js";
import type { Store } from "./storage.js";

/** How much an outbox may hold. */
export interface OutboxLimits {
  readonly maxOutboxEvents: number;
  readonly maxOutboxBytes: number;
}

/** The events that the held snapshot does not contain yet, and the promises of those that are not answered. */
export interface Outbox {
  /**
   * Takes an event in, and stores it.
   *
   * @param at when the user acted, by the wall clock: the age must be right after a reload too
   * @returns the event's number; or 0 if the outbox is full
   */
  add(name: string, data: Json, at: number): number;
  /** The promise of the answer to event `n`. */
  promise(n: number): Promise<Json | undefined>;
  /** The events above `seen`, in order, as they are sent now. */
  above(seen: number, now: number): EventFrame[];
  /** Settles the promise of event `n`, if it is still open. */
  settle(n: number, code?: ErrorCode, reply?: Json): void;
  /** Settles the open promises of the events up to number `last`. */
  settleTo(last: number, code?: ErrorCode): void;
  /** The server's state contains the events up to `seen`. */
  arrived(seen: number): void;
  /** A snapshot with the events up to `seen` is held: in the storage, or (`isStored` is false) in memory only. */
  covered(seen: number, isStored: boolean): void;
  /** Raises the `try` of event `n`, which may have ended its server. */
  retry(n: number): void;
  /** Rejects event `n`, too large for the server. What is left of it keeps the number in use, and is skipped there. */
  bury(n: number): void;
  /** Drops all events; the next one is number 1. */
  drop(): void;
}

/** Name, data, when the user acted, and how often it was tried: as it is stored. */
type Item = readonly [name: string, data: Json, at: number, tries: number];

/** More than any server's patience. */
const BURIED = 1_000;

/** The size of an event's frame at its longest, in bytes of UTF-8: its number, age and try grow while it waits. */
export function eventBytes(name: string, data: Json): number {
  const most = Number.MAX_SAFE_INTEGER;
  return utf8Bytes(encode({ t: "event", n: most, name, data, age: most, try: most }));
}

/** @param last the last event that the held snapshot contains: the stored ones above it are taken in */
export function openOutbox(store: Store, limits: OutboxLimits, last: number): Outbox {
  const items = new Map<number, Item>();
  const answers = new Map<number, (code?: ErrorCode, reply?: Json) => void>();

  const put = (n: number, item: Item) => {
    items.set(n, item);
    store.write(`e${n}`, JSON.stringify(item));
  };
  const forget = (seen: number, isStored: boolean) => {
    for (const n of items.keys()) if (n <= seen) items.delete(n);
    // What memory has forgotten, the storage keeps until its own snapshot contains it: a reload starts from there.
    if (isStored) store.sweep("e", [...items.keys()]);
  };
  const isFull = (bytes: number) => {
    for (const [name, data] of items.values()) bytes += eventBytes(name, data);
    return items.size >= limits.maxOutboxEvents || bytes > limits.maxOutboxBytes;
  };

  const outbox: Outbox = {
    add(name, data, at) {
      if (isFull(eventBytes(name, data))) return 0;
      put(++last, [name, data, at, 1]);
      return last;
    },
    promise(n) {
      const promise = new Promise<Json | undefined>((resolve, reject) =>
        answers.set(n, (code, reply) => {
          if (!code) return resolve(reply);
          // These the application brought about, or did not want to wait for: no "unhandled rejection" in its logs.
          if (code === "closed" || code === "offline") promise.catch(() => {});
          reject(new LiveStashError(code));
        }),
      );
      return promise;
    },
    above: (seen, now) =>
      [...items]
        .filter(([n]) => n > seen)
        .map(([n, [name, data, at, tries]]) => {
          return { t: "event", n, name, data, age: Math.max(0, now - at), try: tries };
        }),
    settle(n, code, reply) {
      answers.get(n)?.(code, reply);
      answers.delete(n);
    },
    settleTo(last, code) {
      for (const n of answers.keys()) if (n <= last) outbox.settle(n, code);
    },
    arrived(seen) {
      outbox.settleTo(seen);
      last = Math.max(last, seen);
    },
    covered: forget,
    retry(n) {
      const item = items.get(n);
      if (item) put(n, [item[0], item[1], item[2], item[3] + 1]);
    },
    bury(n) {
      const item = items.get(n);
      if (item) put(n, [item[0], null, item[2], BURIED]);
      outbox.settle(n, "too-large");
    },
    drop() {
      forget(last, true);
      outbox.settleTo(last, "reset");
      last = 0;
    },
  };

  for (let item = load(store, last + 1); item; item = load(store, last + 1)) items.set(++last, item);
  forget(0, true);
  return outbox;
}

function load(store: Store, n: number): Item | undefined {
  try {
    const [name, data, at, tries] = JSON.parse(store.read(`e${n}`));
    return typeof name === "string" && Number.isSafeInteger(at + tries) ? [name, data, at, tries] : undefined;
  } catch {
    return undefined;
  }
}
