import type { Edit, Row, Slice } from "./picture.js";

/** From the first place to the one after the last. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * The rows that the page knows, by the place at which they are shown. The newest slice is fresh; older ones are
 * still there to be drawn until theirs comes again.
 */
export class Rows {
  readonly #known = new Map<number, Row>();
  #edition = 0;
  #order = 0;
  #fresh: Range = { from: 0, to: 0 };

  /** Takes the rows of a picture. Rows that were known in another order are forgotten. */
  take(slice: Slice): void {
    if (!this.matches(slice)) this.#known.clear();
    this.#edition = slice.edition;
    this.#order = slice.order;
    this.#fresh = { from: slice.from, to: slice.from + slice.rows.length };
    slice.rows.forEach((row, i) => {
      this.#known.set(slice.from + i, row);
    });
  }

  matches(slice: Slice): boolean {
    return slice.edition === this.#edition && slice.order === this.#order;
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
