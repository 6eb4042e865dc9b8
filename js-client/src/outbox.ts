import { type Answer, openPending, type Pending } from "./answer.js";
import { fromStored, storedText, type UserEvent } from "./event.js";
import type { UseItems } from "./storage.js";

/** The events that the held snapshot does not contain yet, and the promises of those that are not answered. */
export interface Outbox {
  /** Takes an event in, stores it, and returns its number; or `full`. */
  add(event: UserEvent): number | "full";
  /** The promise of the answer to event `n`. */
  promise(n: number): Pending["promise"];
  /** The events above `seen`, in order. */
  above(seen: number): [n: number, event: UserEvent][];
  /** Settles the promise of event `n`, if it is still open. */
  settle(n: number, answer: Answer): void;
  /** Settles the open promises of the events up to number `last`, or of all. */
  settleTo(answer: Answer, last?: number): void;
  /** The server's state contains the events up to `seen`. */
  arrived(seen: number): void;
  /** A snapshot with the events up to `seen` is held: in the storage, or (`isStored` is false) in memory only. */
  covered(seen: number, isStored: boolean): void;
  /** Raises the `try` of event `n`, which may have ended its server. */
  raise(n: number): void;
  /** Takes event `n`'s data away, and raises its `try` so far that the server skips it: no gap is left. */
  bury(n: number): void;
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
  const events = new Map<number, UserEvent>();
  const answers = new Map<number, Pending | undefined>();

  const put = (n: number, event: UserEvent) => {
    events.set(n, event);
    use((stored) => stored.set(KEY + n, storedText(event)));
  };
  const change = (n: number, changed: (event: UserEvent) => UserEvent) => {
    const event = events.get(n);
    if (event) put(n, changed(event));
  };
  const forget = (seen: number, isStored: boolean) => {
    for (const n of events.keys()) if (n <= seen) events.delete(n);
    // What memory has forgotten, the storage keeps until its own snapshot contains it: a reload starts from there.
    if (isStored) use((stored) => stored.sweep(KEY, [...events.keys()]));
  };
  const outbox: Outbox = {
    add(event) {
      let bytes = event.bytes;
      for (const other of events.values()) bytes += other.bytes;
      if (events.size >= maxEvents || bytes > maxBytes) return "full";
      put(++last, event);
      return last;
    },
    promise(n) {
      const pending = openPending();
      answers.set(n, pending);
      return pending.promise;
    },
    above: (seen) => [...events].filter(([n]) => n > seen),
    settle(n, answer) {
      answers.get(n)?.settle(answer);
      answers.delete(n);
    },
    settleTo(answer, to = Infinity) {
      answers.forEach((_, n) => {
        if (n <= to) outbox.settle(n, answer);
      });
    },
    arrived(seen) {
      outbox.settleTo({}, seen);
      last = Math.max(last, seen);
    },
    covered: forget,
    raise: (n) => change(n, (event) => ({ ...event, tries: event.tries + 1 })),
    bury: (n) => change(n, (event) => ({ ...event, data: null, tries: event.tries + BURIED })),
    fork(seen) {
      const own = outbox.above(found);
      forget(last, true);
      last = seen;
      for (const [n, event] of own) {
        put(++last, event);
        answers.set(last, answers.get(n));
      }
    },
    drop() {
      forget(last, true);
      outbox.settleTo({ error: "reset" });
      last = 0;
    },
  };

  // Up to the first one that is missing, or is not ours: then something throws.
  use((stored) => {
    for (;;) {
      events.set(last + 1, fromStored(stored.get(KEY + (last + 1))));
      last++;
    }
  });
  forget(0, true);
  /** The last event that came with the storage. */
  const found = last;
  return outbox;
}
