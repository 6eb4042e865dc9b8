import type { StorageLike } from "./environment.js";

/** Whether an item is as safe as asked for, or else why it is in memory only: the storage is full, or there is none. */
export type Stored = "kept" | "quota" | "blocked";

/** One view's items in the tab's storage. Nothing here throws. */
export interface Store {
  /** The item; empty if it is absent or cannot be read. */
  read(key: string): string;
  /** Writes the item, or removes it if there is no `text`. */
  write(key: string, text?: string): Stored;
  /** Removes the items whose key begins with `start`, but for those that end in one of `keep`. */
  sweep(start: string, keep?: readonly unknown[]): void;
}

/** @param find finds the storage; it is blocked if that throws, and null if memory is all that is wanted */
export function openStore(prefix: string, find: () => StorageLike | null | undefined): Store {
  let storage: StorageLike | null | undefined;
  const tryTo = (use: () => void): Stored => {
    try {
      use();
      return storage === undefined ? "blocked" : "kept";
    } catch (error) {
      // Firefox calls it NS_ERROR_DOM_QUOTA_REACHED, all others QuotaExceededError.
      return /quota/i.test((error as Error).name) ? "quota" : "blocked";
    }
  };
  tryTo(() => {
    storage = find();
  });
  return {
    read(key) {
      let text: string | null | undefined;
      tryTo(() => {
        text = storage?.getItem(prefix + key);
      });
      return text ?? "";
    },
    write: (key, text) =>
      tryTo(() =>
        text === undefined ? storage?.removeItem(prefix + key) : storage?.setItem(prefix + key, text),
      ),
    sweep(start, keep = []) {
      const kept = keep.map((end) => prefix + start + end);
      tryTo(() => {
        for (const key of Object.keys(storage ?? {})) {
          if (key.startsWith(prefix + start) && !kept.includes(key)) storage?.removeItem(key);
        }
      });
    },
  };
}
