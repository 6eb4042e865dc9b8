import { isInteger, type KeepFrame } from "./frames.js";
import type { Stored, UseItems } from "./storage.js";

/** What there is of a whole token and, perhaps, of the patch against it. */
type WholeAndPatch = readonly [whole: string] | readonly [whole: string, patch: string];

/** The newest snapshot that the tab holds. */
export interface Held {
  readonly sid: string;
  readonly gen: number;
  readonly seq: number;
  /** The last event that the snapshot contains. */
  readonly seen: number;
  /** A whole token; and after it, where that is not the snapshot itself, the newest patch against it. */
  readonly tokens: WholeAndPatch;
  /** The place of each token, `<sid>.<gen>.<seq>`, by which it is stored. */
  readonly slots: WholeAndPatch;
  /**
   * The marks before the stored pointer. If there is one, the snapshot is only to be forked from: this tab is a copy, and it is
   * of the other tab's instance. If there are more, it is this tab's, but stale, as this page or the one before it was told.
   */
  readonly marks: number;
}

/**
 * The tab's snapshot: in memory, and in the storage for the next load.
 *
 * A token goes to a slot of its own, then one write moves the pointer to it, then the old slots are removed. A page
 * that dies between any two of these writes leaves the old snapshot or the new one, never a mixture.
 */
export interface Vault {
  /** Whether the page shows the very render that the snapshot came with. */
  isShown?: boolean;
  held(): Held | undefined;
  /**
   * The number of the next join: higher than all before, also across loads of the page.
   *
   * @returns 0 if another page of this tab has joined while this one was put away: what is held here is old
   */
  nextAttempt(now: number): number;
  /**
   * Holds a snapshot that is newer than the one held or of another instance, at least in memory. A patch whose base
   * is not held cannot be held either: `blocked`.
   *
   * @returns undefined if the snapshot is not newer
   */
  hold(sid: string, frame: KeepFrame): Stored | undefined;
  /**
   * The snapshot is only forked from, until this tab holds one of its own: its events are numbered on from `seen`.
   *
   * @param marks those that are added: "!" if it is another tab's, "!!" if it is this one's, but stale
   */
  fork(seen: number, marks?: string): void;
  /** Forgets the snapshot. The attempts go on. */
  drop(): void;
}

const POINTER = "now";
const ATTEMPT = "attempt";
const SLOT = "t";

export function openVault(use: UseItems): Vault {
  let held = load(use);
  /** The slots that the stored pointer needs; it may point to an older snapshot than the one in memory. */
  let needed: readonly string[] = held?.slots ?? [];

  const sweep = () =>
    use((items) => {
      if (!needed[0]) items.sweep(POINTER);
      items.sweep(SLOT, needed);
    });
  const store = ({ seen, tokens, slots }: Held) =>
    use((items) => {
      slots.forEach((slot, i) => {
        // Also the base, if the page has cleared its storage.
        if (!items.get(SLOT + slot)) items.set(SLOT + slot, tokens[i] as string);
      });
      items.set(POINTER, [seen, ...slots].join(" "));
      needed = slots;
    });

  sweep();
  return {
    held: () => held,
    nextAttempt: openAttempts(use),
    hold(sid, { gen, seq, seen, token, base }) {
      if (held?.sid === sid && (gen - held.gen || seq - held.seq) <= 0) return;
      const slot = `${sid}.${gen}.${seq}`;
      if (base && held?.slots[0] !== `${sid}.${base}`) return "blocked";
      const tokens: WholeAndPatch = base ? [(held as Held).tokens[0], token] : [token];
      const slots: WholeAndPatch = base ? [`${sid}.${base}`, slot] : [slot];
      held = { sid, gen, seq, seen, tokens, slots, marks: 0 };
      this.isShown = true;
      const stored = store(held);
      sweep();
      return stored;
    },
    fork(seen, marks = "") {
      held &&= { ...held, seen, marks: held.marks + marks.length };
      use((items) => items.set(POINTER, marks + items.get(POINTER)?.replace(/\d+/, `${seen}`)));
    },
    drop() {
      held = undefined;
      needed = [];
      sweep();
    },
  };
}

function openAttempts(use: UseItems): Vault["nextAttempt"] {
  // 0 before the first one.
  let last = 0;

  return (now) => {
    let stored = 0;
    use((items) => {
      const attempt = +(items.get(ATTEMPT) as string);
      if (isInteger(attempt)) stored = attempt;
    });
    if (last && stored && last !== stored) return 0;
    last = Math.max(now, last + 1, stored + 1);
    use((items) => {
      // If this one cannot be stored, the last one must not stay behind: it would look like another page's.
      items.sweep(ATTEMPT);
      items.set(ATTEMPT, `${last}`);
    });
    return last;
  };
}

function load(use: UseItems): Held | undefined {
  let held: Held | undefined;
  use((items) => {
    const pointer = items.get(POINTER) ?? "";
    if (!/^!*\d+( [\w-]+\.\d+\.\d+){1,2}$/.test(pointer)) return;
    const [seen, ...slots] = pointer.replace(/!*/, "").split(" ") as [string, ...WholeAndPatch];
    const [sid, gen, seq] = (slots[1] ?? slots[0]).split(".") as [string, string, string];
    const tokens = slots.map((slot) => items.get(SLOT + slot)) as unknown as WholeAndPatch;
    if (!tokens.every((token) => token)) return;
    held = { sid, gen: +gen, seq: +seq, seen: +seen, tokens, slots, marks: pointer.search(/\d/) };
  });
  return held;
}
