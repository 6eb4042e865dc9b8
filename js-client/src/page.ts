import type { Environment } from "./environment.js";

/** The events that tell what becomes of a page. */
const TYPES = ["online", "pageshow", "resume", "visibilitychange", "pagehide"];

/**
 * Tells what becomes of the page, until the signal comes; and the windows of this tab that the name is taken.
 *
 * @param name see `freeName`
 * @param news the event by which another view of the page says that its server is there
 * @param putAway is called when the page is put away, perhaps into the back/forward cache
 * @param back is called when the page is seen, or the network or the server is back
 * @param hidden is called when nobody looks at the page
 */
export function watchPage(
  environment: Environment,
  name: string,
  news: string,
  signal: AbortSignal,
  putAway: () => void,
  back: () => void,
  hidden: () => void,
): void {
  const changed: Parameters<NonNullable<Environment["addEventListener"]>>[1] = (event) => {
    // A wrapper of `addEventListener` may have dropped the signal.
    if (signal.aborted) return;
    if (event.type === name) event.preventDefault();
    else if (event.type === "pagehide") putAway();
    else if (environment.document?.hidden) hidden();
    else back();
  };
  for (const type of [...TYPES, name, news]) {
    // Captured, because some of these events happen at the document and do not bubble.
    environment.addEventListener?.(type, changed, { signal, capture: true });
  }
}
