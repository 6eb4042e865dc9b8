import type { Environment, WindowLike } from "./environment.js";
import { warn } from "./misuse.js";

/**
 * Finds the name under which a view listens and stores: `livestash:<view>`, with a `+` for each view of this name that
 * the tab has already, in whatever frame. Two that store under one name would take each other's states and events.
 */
export function freeName(environment: Environment, view: string): string {
  let name = `livestash:${view}`;
  while (!isFree(environment.top ?? environment, name)) name += "+";
  if (__DEV__ && name.endsWith("+")) {
    warn(
      `this tab has a view "${view}" already. This one is kept apart from it, in a storage of its own. Close the other one first, or give each a name, such as "${view}/left".`,
    );
  }
  return name;
}

/** Asks a window and those in it, by an event that a view of this name prevents. */
function isFree(window: WindowLike, name: string): boolean {
  try {
    if (window.dispatchEvent?.(new Event(name, { cancelable: true })) === false) return false;
  } catch {
    // Another origin's, which has another storage.
  }
  // Whatever its origin is, a window is like an array of its frames'.
  return [].every.call(window, (frame: WindowLike) => isFree(frame, name));
}
