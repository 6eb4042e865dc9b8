import type { StorageLike } from "./environment.js";

/** Whether an item is as safe as asked for, or else why it is in memory only: the storage is full, or there is none. */
export type Stored = "kept" | "quota" | "blocked";

/** One view's items in the tab's storage. */
export interface Items {
  get(key: string): string | null;
  set(key: string, text: string): void;
  /** Removes the items whose key begins with `start`, but for those that end in one of `keep`. */
  sweep(start: string, keep?: readonly unknown[]): void;
}

/** Does something with the items, up to the first thing that throws. Does nothing where there is no storage. */
export type UseItems = (use: (items: Items) => void) => Stored;

/** @param find finds the storage: it is blocked if that throws or there is none, and false if memory is all that is wanted */
export function openStore(prefix: string, find: () => StorageLike | null | undefined | false): UseItems {
  return (use) => {
    try {
      const storage = find();
      if (storage) use(itemsOf(storage, prefix));
      return storage != null ? "kept" : "blocked";
    } catch (error) {
      // Firefox calls it NS_ERROR_DOM_QUOTA_REACHED, all others QuotaExceededError.
      return /quota/i.test((error as Error).name) ? "quota" : "blocked";
    }
  };
}

/** No storage at all. */
export const NOWHERE: UseItems = () => "blocked";

function itemsOf(storage: StorageLike, prefix: string): Items {
  return {
    get: (key) => storage.getItem(prefix + key),
    set: (key, text) => storage.setItem(prefix + key, text),
    sweep(start, keep = []) {
      for (const key of Object.keys(storage)) {
        if (key.startsWith(prefix + start) && !keep.some((end) => key === prefix + start + end))
          storage.removeItem(key);
      }
    },
  };
}
