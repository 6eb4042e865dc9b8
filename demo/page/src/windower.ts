import type { Range } from "./rows.js";

/** Rows that are fetched on either side of the visible ones. */
const AHEAD = 60;
/** Rows that must be there on either side; fewer, and the next window is fetched. */
const MARGIN = 20;
/** The server shows no more at once. */
const MAX_ROWS = 500;

/** What the windower works with. */
export interface Fetching {
  visible(): Range;
  total(): number;
  isFresh(range: Range): boolean;
  isLive(): boolean;
  /** Resolves when the server has moved its window; the picture follows at once. */
  fetch(window: { from: number; count: number }): Promise<unknown>;
}

/** Keeps the rows around the visible ones fresh, with one request at a time however fast one scrolls. */
export class Windower {
  readonly #fetching: Fetching;
  #asked = false;

  constructor(fetching: Fetching) {
    this.#fetching = fetching;
  }

  /** The window that shows the visible rows and some on either side. */
  wanted(): { from: number; count: number } {
    const { from, to } = this.#fetching.visible();
    const start = Math.max(0, from - AHEAD);
    return { from: start, count: Math.min(to + AHEAD - start, MAX_ROWS) };
  }

  /** Fetches the next window if the present one is about to be left; to be called after each picture, too. */
  async check(): Promise<void> {
    if (this.#asked || !this.#fetching.isLive() || this.#fetching.isFresh(this.#needed())) return;
    this.#asked = true;
    // If the server is lost meanwhile, the picture of the next arrival has the window.
    await this.#fetching.fetch(this.wanted()).catch(() => undefined);
    this.#asked = false;
  }

  #needed(): Range {
    const { from, to } = this.#fetching.visible();
    return { from: Math.max(0, from - MARGIN), to: Math.min(this.#fetching.total(), to + MARGIN) };
  }
}
