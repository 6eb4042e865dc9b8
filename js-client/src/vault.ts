import type { KeepFrame } from "./frames.js";
import type { Store, Stored } from "./storage.js";

/** The newest snapshot that the tab holds. */
export interface Held {
  readonly sid: string;
  readonly seen: number;
  /** By `<gen>.<seq>`: a whole token; and after it, where that is not the snapshot itself, the newest patch against it. */
  readonly tokens: Readonly<Record<string, string>>;
}

/**
 * The tab's snapshot: in memory, and in the storage for the next load.
 *
 * A token goes to a slot of its own, then one write moves the pointer to it, then the old slots are removed. A page
 * that dies between any two of these writes leaves the old snapshot or the new one, never a mixture.
 */
export interface Vault {
  held(): Held | undefined;
  /** The number of the next join: higher than all before, also across loads of the page. */
  nextAttempt(now: number): number;
  /** Whether another page of this tab has joined meanwhile, while this one was put away. */
  isForeign(): boolean;
  /**
   * Holds a snapshot that is newer than the one held, at least in memory. A patch whose base is not held cannot be
   * held either: `blocked`.
   *
   * @returns undefined if the snapshot is not newer: it came too late
   */
  hold(sid: string, frame: KeepFrame): Stored | undefined;
  /** Forgets the snapshot. The attempts go on. */
  drop(): void;
}

export function openVault(store: Store): Vault {
  let held = load(store);
  /** The slots that the stored pointer needs; it may point to an older snapshot than the one in memory. */
  let slots = Object.keys(held?.tokens ?? {});
  const stored = () => Number(store.read("attempt"));
  let attempt = Number.isSafeInteger(stored() + 1) ? stored() : 0;

  const sweep = () => {
    if (!slots[0]) store.write("now");
    store.sweep("t", slots);
  };
  const save = ({ sid, seen, tokens }: Held): Stored => {
    const needed = Object.keys(tokens);
    const writes = needed.filter((slot) => !slots.includes(slot)).map((slot) => [`t${slot}`, tokens[slot]]);
    let result: Stored = "kept";
    for (const [key = "", text] of [...writes, ["now", `${seen} ${sid} ${needed.join(" ")}`]]) {
      if (result === "kept") result = store.write(key, text);
    }
    if (result === "kept") slots = needed;
    sweep();
    return result;
  };

  sweep();
  return {
    held: () => held,
    nextAttempt(now) {
      attempt = Math.max(attempt + 1, now);
      // One that is out of date must not stay behind: it would look like another page's.
      if (store.write("attempt", `${attempt}`) !== "kept") store.write("attempt");
      return attempt;
    },
    isForeign: () => stored() > 0 && stored() !== attempt,
    hold(sid, { gen, seq, seen, token, base }) {
      const tokens = held?.tokens ?? {};
      const [heldGen = -1, heldSeq = 0] = Object.keys(tokens).at(-1)?.split(".").map(Number) ?? [];
      if ((gen - heldGen || seq - heldSeq) <= 0) return undefined;
      const whole = base && tokens[base];
      if (base && !whole) return "blocked";
      held = { sid, seen, tokens: { ...(base && whole && { [base]: whole }), [`${gen}.${seq}`]: token } };
      return save(held);
    },
    drop() {
      held = undefined;
      slots = [];
      sweep();
    },
  };
}

function load(store: Store): Held | undefined {
  const pointer = store.read("now");
  if (!/^\d+ [\w-]{22}( \d+\.\d+){1,2}$/.test(pointer)) return undefined;
  const [seen, sid = "", ...slots] = pointer.split(" ");
  const tokens = Object.fromEntries(slots.map((slot) => [slot, store.read(`t${slot}`)]));
  return Object.values(tokens).every(Boolean) ? { sid, seen: Number(seen), tokens } : undefined;
}
