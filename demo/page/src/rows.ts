import type { Edit, Picture, Row } from "./picture.js";

/** From the first place to the one after the last. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * The rows that the page knows, by the place at which they are shown. The newest window is fresh; the rows of older
 * ones are still there to be drawn until they come again.
 */
export class Rows {
  readonly #known = new Map<number, Row>();
  #edition = 0;
  #order = 0;
  #fresh: Range = { from: 0, to: 0 };

  /** Takes the window of a picture. Rows that were known in another order are forgotten. */
  take({ edition, order, from, window }: Picture): void {
    if (edition !== this.#edition || order !== this.#order) this.#known.clear();
    this.#edition = edition;
    this.#order = order;
    this.#fresh = { from, to: from + window.length };
    window.forEach((row, i) => {
      this.#known.set(from + i, row);
    });
  }

  at(place: number): Row | undefined {
    return this.#known.get(place);
  }

  isFresh({ from, to }: Range): boolean {
    return from >= to || (this.#fresh.from <= from && to <= this.#fresh.to);
  }

  /** Writes down an edit that the server has answered and whose picture may still be on its way. */
  put(edit: Edit): void {
    if (edit.edition !== this.#edition) return;
    for (const [place, { row, cells }] of this.#known) {
      if (row === edit.row) this.#known.set(place, { row, cells: cells.with(edit.column, edit.value) });
    }
  }
}
