/** Where a table was scrolled to, for the next load of this page: the table is drawn when its rows are there. */
export interface Place {
  /** Names the table; another one is not scrolled. */
  readonly key: string;
  readonly top: number;
  readonly left: number;
}

/** With the entry in the tab's history, as the browser does it for what scrolls by itself. */
export function readPlace(): Place | undefined {
  const place = (history.state as { place?: Place } | null)?.place;
  return typeof place?.key === "string" && place.top >= 0 && place.left >= 0 ? place : undefined;
}

export function writePlace(place: Place): void {
  history.replaceState({ ...(history.state as object | null), place }, "");
}
