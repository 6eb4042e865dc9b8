import { type ErrorCode, LiveStashError } from "./errors.js";
import { type Item, isInteger, type Json } from "./frames.js";
import type { UseItems } from "./storage.js";

/** The events that the held snapshot does not contain yet, and the promises of those that are not answered. */
export interface Outbox {
  /** Takes an event in, and stores it. Returns its number; or 0 if the outbox is full. */
  add(item: Item): number;
  /** The promise of the answer to event `n`. */
  promise(n: number): Promise<Json | undefined>;
  /** The events above `seen`, in order. */
  above(seen: number): [n: number, item: Item][];
  /** Settles the promise of event `n`, if it is still open. */
  settle(n: number, code?: ErrorCode, reply?: Json): void;
  /** Settles the open promises of the events up to number `last`, or of all. */
  settleTo(code: ErrorCode | undefined, last?: number): void;
  /** The server's state contains the events up to `seen`. */
  arrived(seen: number): void;
  /** A snapshot with the events up to `seen` is held: in the storage, or (`isStored` is false) in memory only. */
  covered(seen: number, isStored: boolean): void;
  /** Raises the `try` of event `n`, which may have ended its server; with `isLast`, so far that it is skipped there. */
  raise(n: number, isLast?: boolean): void;
  /** Drops the events that came with the storage, for they are another tab's, and numbers the page's own from there. */
  fork(seen: number): void;
  /** Drops all events; the next one is number 1. */
  drop(): void;
}

const KEY = "e";

/** More than any server's patience. */
const BURIED = 999;

/** @param last the last event that the held snapshot contains: the stored ones above it are taken in */
export function openOutbox(use: UseItems, maxEvents: number, maxBytes: number, last: number): Outbox {
  const items = new Map<number, Item>();
  const answers = new Map<number, ((code?: ErrorCode, reply?: Json) => void) | undefined>();

  const put = (n: number, item: Item) => {
    items.set(n, item);
    use((stored) => stored.set(KEY + n, JSON.stringify(item)));
  };
  const forget = (seen: number, isStored: boolean) => {
    for (const n of items.keys()) if (n <= seen) items.delete(n);
    // What memory has forgotten, the storage keeps until its own snapshot contains it: a reload starts from there.
    if (isStored) use((stored) => stored.sweep(KEY, [...items.keys()]));
  };
  const outbox: Outbox = {
    add(item) {
      let bytes = item[4];
      for (const other of items.values()) bytes += other[4];
      if (items.size >= maxEvents || bytes > maxBytes) return 0;
      put(++last, item);
      return last;
    },
    promise(n) {
      const promise = new Promise<Json | undefined>((resolve, reject) =>
        answers.set(n, (code, reply) => {
          if (!code) return resolve(reply);
          // These the application brought about, or did not want to wait for: no "unhandled rejection" in its logs.
          if (/closed|offline/.test(code)) promise.catch(() => {});
          reject(new LiveStashError(code));
        }),
      );
      return promise;
    },
    above: (seen) => [...items].filter(([n]) => n > seen),
    settle(n, code, reply) {
      answers.get(n)?.(code, reply);
      answers.delete(n);
    },
    settleTo(code, last = Infinity) {
      answers.forEach((_, n) => {
        if (n <= last) outbox.settle(n, code);
      });
    },
    arrived(seen) {
      outbox.settleTo(undefined, seen);
      last = Math.max(last, seen);
    },
    covered: forget,
    raise(n, isLast) {
      const item = items.get(n);
      if (!item) return;
      item[3] += isLast ? BURIED : 1;
      if (isLast) item[1] = null;
      put(n, item);
    },
    fork(seen) {
      const own = outbox.above(found);
      forget(last, true);
      last = seen;
      for (const [n, item] of own) {
        put(++last, item);
        answers.set(last, answers.get(n));
      }
    },
    drop() {
      forget(last, true);
      outbox.settleTo("reset");
      last = 0;
    },
  };

  // Up to the first one that is missing, or is not ours: then something throws.
  use((stored) => {
    for (;;) {
      items.set(last + 1, read(stored.get(KEY + (last + 1))));
      last++;
    }
  });
  forget(0, true);
  /** The last event that came with the storage. */
  const found = last;
  return outbox;
}

function read(text: string | null): Item {
  const [name, data, at, tries, bytes] = JSON.parse(text ?? "");
  if (typeof name !== "string" || !isInteger(at + tries + bytes)) throw text;
  return [name, data, at, tries, bytes];
}
