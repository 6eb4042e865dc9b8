import type { Environment, LocksLike } from "./environment.js";

/** How long the page before a reload may take to let go: a browser releases its lock a moment after it has gone. */
export const LOCK_TIMEOUT_MS = 500;
/** How long another tab may take to speak up. */
export const WORD_TIMEOUT_MS = 200;

/** Whose the instance is that a tab wants to hold, in the words of the join's `fork`: another tab's, */
export const COPY = true;
/** its own, */
export const ORIGINAL = false;
/** or it cannot tell. */
export const UNSURE = undefined;

export type Claim = typeof COPY | typeof ORIGINAL | typeof UNSURE;

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
   * @param then is told what came of it, or nothing if the tab lets go before that
   */
  take(sid: string, then?: (claim: Claim) => void): void;
  /** Lets go: a page that holds a lock is not put into the back/forward cache. */
  release(): void;
  /** Whether no other tab can hold the instance. A word is less than a lock: a tab that is frozen says nothing. */
  isLocked(): unknown;
}

/** By what means a tab holds an instance, until the signal comes. It tells whether it holds it, and whose it is. */
type Means = (name: string, signal: AbortSignal, tell: (holds: boolean, claim?: Claim) => void) => void;

type Channel = NonNullable<Environment["BroadcastChannel"]>;

export function openTab(environment: Environment): Tab {
  const locks = environment.navigator?.locks;
  const hold = locks ? byLock(environment, locks) : byWord(environment);
  let held: string | undefined;
  let holding = new AbortController();

  const release = () => {
    held = undefined;
    holding.abort();
  };
  return {
    take(sid, then) {
      if (held === sid) return then?.(ORIGINAL);
      release();
      holding = new AbortController();
      const { signal } = holding;
      hold(`livestash:${sid}`, signal, (holds, claim) => {
        if (held || signal.aborted) return;
        if (holds) held = sid;
        else release();
        then?.(claim);
      });
    },
    release,
    isLocked: () => locks && held,
  };
}

function byLock(environment: Environment, locks: LocksLike): Means {
  return (name, signal, tell) => {
    const released = new Promise<unknown>((resolve) => {
      signal.onabort = resolve;
    });
    const granted = () => {
      tell(true, ORIGINAL);
      return released;
    };
    // Refused where the browser blocks all storage.
    locks.request(name, { signal }, granted).catch(() => tell(false));
    // A busy browser grants a free lock late, but answers in the order in which it was asked: its answer to any other
    // question shows that another page has the lock.
    const copy = () => tell(false, COPY);
    environment.setTimeout(() => locks.query().then(copy, copy), LOCK_TIMEOUT_MS);
  };
}

/**
 * All that the tabs say is their rank: infinite where the instance is held, random where it is asked for. One that hears
 * a lower rank says its own; one that hears a higher rank is the copy.
 */
function byWord(environment: Environment): Means {
  return (name, signal, tell) => {
    let rank = environment.Math.random();
    try {
      const channel = new (environment.BroadcastChannel as Channel)(name);
      signal.onabort = () => channel.close();
      channel.onmessage = ({ data }) => {
        if (rank > data) channel.postMessage(rank);
        if (rank < data) tell(false, COPY);
      };
      channel.postMessage(rank);
      environment.setTimeout(() => {
        rank = Infinity;
        // A busy browser delivers a word late: the server, which can ask the other tab's socket, has the last one.
        tell(true);
      }, WORD_TIMEOUT_MS);
    } catch {
      // There is none; in Firefox nor where it blocks all storage.
      tell(false);
    }
  };
}
