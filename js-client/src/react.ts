import type { UntypedView, ViewTypes } from "@livestash/client";
import { useMemo, useSyncExternalStore } from "react";
import { type Live, type LiveStore, START } from "./store.js";

export { type Live, type LiveStore, liveStore } from "./store.js";

/** Watches a view for as long as the component is mounted. */
export function useLive<V extends ViewTypes = UntypedView>(store: LiveStore<V>): Live<V>;
/**
 * The same for a part of it: the component is rendered again only when another part is selected, as `Object.is` has it.
 * What a render has not changed is the very same object as before.
 */
export function useLive<V extends ViewTypes, T>(store: LiveStore<V>, select: (live: Live<V>) => T): T;
export function useLive<V extends ViewTypes>(
  store: LiveStore<V>,
  select?: (live: Live<V>) => unknown,
): unknown {
  const [selected, first] = useMemo(() => {
    const partOf = (get: () => Live<V>) => {
      let from: Live<V> | undefined;
      let part: unknown;
      // React asks several times, and wants the same answer even of a selector that makes new objects.
      return () => {
        const live = get();
        if (live !== from) part = select ? select(live) : live;
        from = live;
        return part;
      };
    };
    return [partOf(store.get), partOf(() => START)] as const;
  }, [store, select]);
  // What is hydrated after the view has rendered has to begin with what the server has shown.
  return useSyncExternalStore(store.subscribe, selected, first);
}
