import type { Book } from "./book.js";
import type { Column } from "./columns.js";
import { create } from "./dom.js";

/** A line break is one character in a cell, and none in an input: it is shown as this one, and put back. */
const LINE_BREAK = "⏎";

/** One row's elements, used again for another row when it leaves the screen. */
export class RowView {
  readonly element: HTMLElement = create("div", { class: "row", role: "row" });
  readonly #number: HTMLElement = create("div", { class: "number", role: "rowheader" });
  readonly #cells: readonly HTMLElement[];
  place = -1;

  constructor(columns: readonly Column[]) {
    this.#cells = columns.map(({ numeric }, column) =>
      create("div", {
        class: numeric ? "cell numeric" : "cell",
        role: "gridcell",
        "aria-colindex": String(column + 2),
        "data-column": String(column),
      }),
    );
    this.element.append(this.#number, ...this.#cells);
  }

  cell(column: number): HTMLElement | undefined {
    return this.#cells[column];
  }

  /** Moves the row to a place and draws what is known of it. The cell that is being edited is left alone. */
  draw(place: number, book: Book, top: number): void {
    if (place !== this.place) this.#moveTo(place, top);
    const row = book.rows.at(place);
    setText(this.#number, row ? String(row.row + 1) : "");
    this.element.classList.toggle("unknown", !row);
    this.#cells.forEach((cell, column) => {
      if (!cell.classList.contains("editing")) drawCell(cell, place, column, book);
    });
  }

  #moveTo(place: number, top: number): void {
    this.place = place;
    this.element.style.transform = `translateY(${top}px)`;
    this.element.classList.toggle("odd", place % 2 === 1);
    this.element.setAttribute("aria-rowindex", String(place + 2));
    this.#cells.forEach((cell, column) => {
      cell.id = `cell-${place}-${column}`;
      cell.dataset.testid = cell.id;
    });
  }
}

function drawCell(cell: HTMLElement, place: number, column: number, book: Book): void {
  const known = book.cell(place, column);
  setText(cell, shown(known?.text ?? ""));
  cell.classList.toggle("pending", known?.pending ?? false);
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** A cell's text on one line. */
export function shown(text: string): string {
  return text.replaceAll(/\r\n|\n|\r/g, LINE_BREAK);
}

/** What was typed, with the line breaks that the text had before. */
export function unshown(typed: string, before: string): string {
  const lineBreak = /\r\n|\n|\r/.exec(before)?.[0];
  return lineBreak ? typed.replaceAll(LINE_BREAK, lineBreak) : typed;
}
