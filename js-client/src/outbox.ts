import { type Answer, openPending, type Pending } from "./answer.js";
import { fromStored, type UserEvent } from "./event.js";
import type { DoneFrame } from "./frames.js";
import type { UseItems } from "./storage.js";

/** The events that the held snapshot does not contain yet, and the promises of those that are not answered. */
export interface Outbox {
  /** Takes an event in, stores it, and returns its number; or `full`. */
  add(event: UserEvent): number | "full";
  /** The promise of the answer to event `n`, of this name. */
  promise(n: number, name: string): Pending["promise"];
  /** The events above `seen`, in order. */
  above(seen: number): [n: number, event: UserEvent][];
  /** Settles the promise of event `n`, if it is still open. One that was handled is no longer suspected. */
  settle(n: number, answer: Answer): void;
  /** Settles the open promises of the events up to number `last`, or of all. */
  settleTo(answer: Answer, last?: number): void;
  /**
   * The server's state contains the events up to `seen`, and `answers` says what came of them; but for those that this page has not sent yet, and has numbered
   * without knowing of that state: they come behind it. As all do where the instance is a new one.
   */
  arrived(seen: number, isAnew: boolean, answers?: readonly DoneFrame[]): void;
  /** The events up to `seen` are answered, though no snapshot comes for them: they can go if there is no room. */
  unprotected(seen: number): void;
  /** The last event that was let go of without a snapshot, if there is one. */
  trimmed(): number | undefined;
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
/** In place of a number: the last event that was let go of. */
const TRIMMED = "-";

/** More than any server's patience. */
const BURIED = 999;

/** @param last the last event that the held snapshot contains: the stored ones above it are taken in */
export function openOutbox(use: UseItems, maxEvents: number, maxBytes: number, last: number): Outbox {
  const events = new Map<number, UserEvent>();
  const answers = new Map<number, Pending | undefined>();
  let trimmed = 0;
  /** What may be let go of. */
  let answered = 0;
  let hasArrived = false;
  /** The last event that is not this page's own: it came with the storage, or is in the state that the own ones follow. */
  let found = last;

  const put = (n: number, event: UserEvent) => {
    events.set(n, event);
    // Its members without their names, which the build may shorten in another way tomorrow.
    use((stored) => stored.set(KEY + n, JSON.stringify(Object.values(event))));
  };
  const raise = (n: number, by: number, other?: { data: null; bytes: 0 }) => {
    const event = events.get(n);
    if (by && event) put(n, { ...event, tries: event.tries + by, ...other });
  };
  const remove = (seen: number) => {
    for (const n of events.keys()) if (n <= seen) events.delete(n);
  };
  // No event is number 0.
  const sweep = () => use((stored) => stored.sweep(KEY, [...events.keys(), trimmed && TRIMMED]));
  const trim = (seen: number) => {
    remove(seen);
    trimmed = seen;
    use((stored) => stored.set(KEY + TRIMMED, `${seen}`));
    sweep();
  };
  /** Keeps these events only, numbered on from `seen`. */
  const place = (own: [n: number, event: UserEvent][], seen: number) => {
    const moved = own.map(([n, event]) => [event, answers.get(n), answers.delete(n)] as const);
    events.clear();
    found = last = seen;
    for (const [event, answer] of moved) {
      put(++last, event);
      answers.set(last, answer);
    }
    trimmed = 0;
    sweep();
  };
  const isFull = (bytes: number) => {
    for (const other of events.values()) bytes += other.bytes;
    return events.size >= maxEvents || bytes > maxBytes;
  };
  const outbox: Outbox = {
    add(event) {
      if (answered && isFull(event.bytes)) trim(answered);
      if (isFull(event.bytes)) return "full";
      put(++last, event);
      return last;
    },
    promise(n, name) {
      const pending = openPending(name);
      answers.set(n, pending);
      return pending.promise;
    },
    above: (seen) => [...events].filter(([n]) => n > seen),
    settle(n, answer) {
      answers.get(n)?.settle(answer, n);
      answers.delete(n);
      // A server has handled it, and is there: it is not deadly.
      if (!answer.error) raise(n, 1 - (events.get(n)?.tries as number));
    },
    settleTo(answer, to) {
      answers.forEach((_, n) => {
        if (!(n > (to as number))) outbox.settle(n, answer);
      });
    },
    arrived(seen, isAnew, answers) {
      const known = hasArrived ? seen : Math.min(seen, found);
      const own = outbox.above(known);
      // At first, this page waits for nothing that was numbered before it.
      if (hasArrived) {
        answers?.forEach((done) => {
          outbox.settle(done.n, done);
        });
      }
      hasArrived = true;
      outbox.settleTo({}, known);
      if (isAnew) place(own, seen);
      else if (seen > last || (own[0]?.[0] as number) <= seen) {
        place(own, seen);
        trim(seen);
      }
    },
    unprotected(seen) {
      answered = seen;
    },
    trimmed: () => trimmed || undefined,
    covered(seen, isStored) {
      remove(seen);
      if (answered <= seen) answered = 0;
      // What memory has forgotten, the storage keeps until its own snapshot contains it: a reload starts from there.
      if (!isStored) return;
      if (trimmed <= seen) trimmed = 0;
      sweep();
    },
    raise: (n) => raise(n, 1),
    bury: (n) => raise(n, BURIED, { data: null, bytes: 0 }),
    fork: (seen) => place(outbox.above(found), seen),
    drop() {
      events.clear();
      trimmed = 0;
      sweep();
      outbox.settleTo({ error: "reset" });
      found = last = 0;
    },
  };

  // Up to the first one that is missing, or is not ours: then something throws.
  use((stored) => {
    trimmed = +(stored.get(KEY + TRIMMED) as string) || 0;
    last = Math.max(last, trimmed);
    for (;;) {
      events.set(last + 1, fromStored(stored.get(KEY + (last + 1))));
      last++;
    }
  });
  sweep();
  found = last;
  return outbox;
}
