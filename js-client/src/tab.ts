import type { Environment } from "./environment.js";

/** So long may the page before a reload take to let go: a browser releases its lock a moment after it has gone. */
export const LOCK_TIMEOUT_MS = 500;
/** So long may another tab take to speak up. */
export const WORD_TIMEOUT_MS = 200;

/**
 * The tab's hold on its instance.
 *
 * A browser copies the storage when it duplicates a tab, and when a page opens another one: then two tabs have the
 * token of one instance. The tab that holds the instance goes on with it, the other one is the copy.
 */
export interface Tab {
  /**
   * Takes hold of an instance, and lets go of any other.
   *
   * @param then is told whether this tab is a copy, or undefined if it cannot be sure. It is told nothing if the tab
   *   lets go before that
   */
  take(sid: string, then: (isCopy?: boolean) => void): void;
  /** Lets go: a page that holds a lock is not put into the back/forward cache. */
  release(): void;
  /** Whether no other tab can hold the instance. A word is less than a lock: a tab that is frozen says nothing. */
  isLocked(): boolean;
}

export function openTab(environment: Environment): Tab {
  const { navigator, BroadcastChannel, setTimeout } = environment;
  const locks = navigator?.locks;
  let held = "";
  let holding = new AbortController();

  const release = () => {
    held = "";
    holding.abort();
  };
  return {
    take(sid, then) {
      if (held === sid) return then(false);
      release();
      holding = new AbortController();
      const { signal } = holding;
      const name = `livestash:${sid}`;
      const answer = (holds?: boolean, isCopy?: boolean) => {
        if (held || signal.aborted) return;
        if (holds) held = sid;
        else release();
        then(isCopy);
      };
      if (locks) {
        const released = new Promise<unknown>((resolve) => {
          signal.onabort = resolve;
        });
        const granted = () => {
          answer(true, false);
          return released;
        };
        // Refused where the browser blocks all storage.
        locks.request(name, { signal }, granted).catch(() => answer());
        setTimeout(() => answer(false, true), LOCK_TIMEOUT_MS);
      } else if (BroadcastChannel) {
        // All that the tabs say is their rank: infinite where the instance is held, random where it is asked for. One
        // that hears a lower rank says its own; one that hears a higher rank is the copy.
        const channel = new BroadcastChannel(name);
        let rank = environment.Math.random();
        signal.onabort = () => channel.close();
        channel.onmessage = ({ data }) => {
          if (data > rank) answer(false, true);
          if (data < rank) channel.postMessage(rank);
        };
        channel.postMessage(rank);
        setTimeout(() => {
          rank = Infinity;
          // A busy browser delivers a word late: the server, which can ask the other tab's socket, has the last one.
          answer(true);
        }, WORD_TIMEOUT_MS);
      } else {
        answer();
      }
    },
    release,
    isLocked: () => !!(locks && held),
  };
}
