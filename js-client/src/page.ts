import type { Environment } from "./environment.js";

/** What becomes of the page that a view is on. */
export interface PageOwner {
  /** The page is put away, perhaps into the back/forward cache. */
  putAway(): void;
  /** The page is seen, or the network is back. */
  back(): void;
}

/** Tells what becomes of the page, until the signal comes. */
export function watchPage(environment: Environment, signal: AbortSignal, owner: PageOwner): void {
  const changed = ({ type }: { readonly type: string }) => {
    if (type === "pagehide") owner.putAway();
    else if (!environment.document.hidden) owner.back();
  };
  for (const type of ["online", "pageshow", "resume", "visibilitychange", "pagehide"]) {
    // Captured, because some of these events happen at the document and do not bubble.
    environment.addEventListener(type, changed, { signal, capture: true });
  }
}
