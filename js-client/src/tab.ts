import type { Environment } from "./environment.js";

/** So long may the page before a reload take to let go: a browser releases its lock a moment after it has gone. */
export const LOCK_TIMEOUT_MS = 500;
/** So long may another tab take to speak up. */
export const WORD_TIMEOUT_MS = 200;

/** Whether a tab is a copy; undefined if it cannot tell. */
export type Answer = (isCopy?: boolean) => void;

/**
 * The tab's hold on its instance.
 *
 * A browser copies the storage when it duplicates a tab, and when a page opens another one: then two tabs have the
 * token of one instance. The tab that holds the instance goes on with it, the other one is the copy.
 */
export interface Tab {
  /** Takes hold of an instance, and lets go of any other. No answer comes if it is let go of before that. */
  take(sid: string, answer: Answer): void;
  /** Lets go: a page that holds a lock is not put into the back/forward cache. */
  release(): void;
  /** Whether no other tab can hold the instance. A word is less than a lock: a tab that is frozen says nothing. */
  isLocked(): boolean;
}

type Ask = (environment: Environment, name: string, signal: AbortSignal, answer: Answer) => void;

export function openTab(environment: Environment): Tab {
  const { navigator, BroadcastChannel } = environment;
  const ask = navigator?.locks ? askForLock : BroadcastChannel ? askAround : undefined;
  let held = "";
  let holding = new AbortController();

  const release = () => {
    held = "";
    holding.abort();
  };
  return {
    take(sid, answer) {
      if (held === sid) return answer(false);
      release();
      holding = new AbortController();
      const { signal } = holding;
      const once: Answer = (isCopy) => {
        if (held || signal.aborted) return;
        if (isCopy === false) held = sid;
        else release();
        answer(isCopy);
      };
      if (ask) ask(environment, `livestash:${sid}`, signal, once);
      else once();
    },
    release,
    isLocked: () => held !== "" && ask === askForLock,
  };
}

const askForLock: Ask = ({ navigator, setTimeout }, name, signal, answer) => {
  const released = new Promise<void>((resolve) => {
    signal.onabort = () => resolve();
  });
  const granted = () => {
    answer(false);
    return released;
  };
  // Refused where the browser blocks all storage.
  navigator?.locks?.request(name, { signal }, granted).catch(() => answer());
  setTimeout(() => answer(true), LOCK_TIMEOUT_MS);
};

/**
 * All that the tabs say is their rank. The highest is that of the tab that holds the instance; those that ask at the
 * same time have random ones. A tab that hears a lower rank says its own, and one that hears a higher rank is a copy.
 */
const askAround: Ask = ({ BroadcastChannel, Math, setTimeout }, name, signal, answer) => {
  if (!BroadcastChannel) return;
  const channel = new BroadcastChannel(name);
  let rank = Math.random();
  signal.onabort = () => channel.close();
  channel.onmessage = ({ data }) => {
    if (data > rank) answer(true);
    if (data < rank) channel.postMessage(rank);
  };
  channel.postMessage(rank);
  setTimeout(() => {
    rank = Infinity;
    answer(false);
  }, WORD_TIMEOUT_MS);
};
