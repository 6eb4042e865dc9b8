/** Where a table was scrolled to, for the next load of this page: the table is drawn when its rows are there. */
export interface Place {
  /** Names the table; another one is not scrolled. */
  readonly key: string;
  readonly top: number;
  readonly left: number;
}

const ITEM = "sheet-place";

/** With the tab. The browser keeps it by itself only for what is there at once. */
export function readPlace(): Place | undefined {
  try {
    const place = JSON.parse(sessionStorage.getItem(ITEM) ?? "null") as Partial<Place> | null;
    const { key, top, left } = place ?? {};
    if (key === undefined || !(Number(top) >= 0) || !(Number(left) >= 0)) return undefined;
    return { key, top: Number(top), left: Number(left) };
  } catch {
    return undefined;
  }
}

/** Where storage is blocked or full, a reload begins at the top. */
export function writePlace(place: Place): void {
  try {
    sessionStorage.setItem(ITEM, JSON.stringify(place));
  } catch {}
}
