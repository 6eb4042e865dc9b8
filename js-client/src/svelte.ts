import type { UntypedView, ViewTypes } from "@livestash/client";
import type { Live, LiveStore } from "./store.js";

export { type Live, type LiveStore, liveStore } from "./store.js";

/** A store as Svelte has it, for `$name` in a component. */
export interface Readable<T> {
  subscribe(run: (value: T) => void): () => void;
}

/** Watches a view for as long as something has subscribed. */
export function live<V extends ViewTypes = UntypedView>(store: LiveStore<V>): Readable<Live<V>>;
/** The same for a part of it: subscribers are called only when another part is selected, as `Object.is` has it. */
export function live<V extends ViewTypes, T>(store: LiveStore<V>, select: (live: Live<V>) => T): Readable<T>;
export function live<V extends ViewTypes>(
  store: LiveStore<V>,
  select: (live: Live<V>) => unknown = (live) => live,
): Readable<unknown> {
  return {
    subscribe(run) {
      let last: unknown = run;
      const update = () => {
        const part = select(store.get());
        if (Object.is(part, last)) return;
        // Before it is told: that may change the store.
        last = part;
        run(part);
      };
      const stop = store.subscribe(update);
      try {
        // At once, whatever it is: no part is `run` itself.
        update();
      } catch (error) {
        stop();
        throw error;
      }
      return stop;
    },
  };
}
