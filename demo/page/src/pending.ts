import type { Edit } from "./picture.js";

/** Edits that the server has not answered yet: they are shown at once, and marked. */
export class PendingEdits {
  readonly #byCell = new Map<string, Edit[]>();

  add(edit: Edit): void {
    this.#byCell.set(key(edit), [...(this.#byCell.get(key(edit)) ?? []), edit]);
  }

  remove(edit: Edit): void {
    const others = this.#byCell.get(key(edit))?.filter((each) => each !== edit) ?? [];
    if (others.length > 0) this.#byCell.set(key(edit), others);
    else this.#byCell.delete(key(edit));
  }

  /** What was last typed into a cell, undefined if the server has answered it all. */
  valueOf(cell: Omit<Edit, "value">): string | undefined {
    return this.#byCell.get(key(cell))?.at(-1)?.value;
  }
}

function key({ edition, row, column }: Omit<Edit, "value">): string {
  return `${edition}/${row}/${column}`;
}
