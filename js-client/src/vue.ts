import type { UntypedView, ViewTypes } from "@livestash/client";
import { computed, getCurrentInstance, onMounted, onUnmounted, type ShallowRef, shallowRef } from "vue";
import { type Live, type LiveStore, START } from "./store.js";

export { type Live, type LiveStore, liveStore } from "./store.js";

/** Watches a view for as long as the component is mounted. To be called in its `setup`. */
export function useLive<V extends ViewTypes = UntypedView>(
  store: LiveStore<V>,
): Readonly<ShallowRef<Live<V>>>;
/**
 * The same for a part of it: the ref changes only when another part is selected, as `Object.is` has it. What else the selector
 * reads, such as a prop, may change as well.
 */
export function useLive<V extends ViewTypes, T>(
  store: LiveStore<V>,
  select: (live: Live<V>) => T,
): Readonly<ShallowRef<T>>;
export function useLive<V extends ViewTypes>(
  store: LiveStore<V>,
  select: (live: Live<V>) => unknown = (live) => live,
): Readonly<ShallowRef<unknown>> {
  // What is hydrated has its element already, and begins with what the server has shown.
  const now = shallowRef(getCurrentInstance()?.vnode.el ? START : store.get());
  const update = () => {
    now.value = store.get();
  };
  let stop: (() => void) | undefined;
  onMounted(() => {
    stop = store.subscribe(update);
    update();
  });
  onUnmounted(() => stop?.());
  // It changes, too, when something else has that the selector reads.
  return computed(() => select(now.value));
}
