/** The header's place, above the first row. */
export const HEADER = -1;

/** A step of the selection. Steps beyond an edge end there. */
export interface Move {
  readonly rows: number;
  readonly columns: number;
}

/** The selected cell of the present view. */
export class Selection {
  place = 0;
  column = 0;

  /** Returns whether the selection is another one now. */
  move({ rows, columns }: Move, total: number, width: number): boolean {
    // Only a single step leads into the header: a leap ends at the first row.
    const top = rows < -1 && total > 0 ? 0 : HEADER;
    return this.set(clamp(this.place + rows, top, total - 1), clamp(this.column + columns, 0, width - 1));
  }

  set(place: number, column: number): boolean {
    const moved = place !== this.place || column !== this.column;
    this.place = place;
    this.column = column;
    return moved;
  }
}

function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(value, max));
}
