import type { Column } from "./columns.js";
import { create } from "./dom.js";
import type { Sort } from "./picture.js";

const ARROWS = { ascending: "↑", descending: "↓", none: "" } as const;

/** The grid's first row: the columns' names, which sort. */
export class Header {
  readonly element: HTMLElement = create("div", { class: "head", role: "row", "aria-rowindex": "1" });
  #cells: HTMLElement[] = [];

  /** Names the columns of another table. */
  build(names: readonly string[], columns: readonly Column[]): void {
    this.#cells = names.map((name, column) => headerCell(name, column, columns[column]?.numeric ?? false));
    const corner = create("div", { class: "number", role: "columnheader", "aria-label": "Row number" });
    corner.textContent = "#";
    this.element.replaceChildren(corner, ...this.#cells);
  }

  cell(column: number): HTMLElement | undefined {
    return this.#cells[column];
  }

  /** Shows by which column the rows are sorted. */
  draw(sort: Sort | null): void {
    this.#cells.forEach((cell, column) => {
      const way = sort?.column === column ? (sort.descending ? "descending" : "ascending") : "none";
      cell.setAttribute("aria-sort", way);
      const arrow = cell.querySelector(".arrow");
      if (arrow) arrow.textContent = ARROWS[way];
    });
  }
}

function headerCell(name: string, column: number, numeric: boolean): HTMLElement {
  const cell = create("div", {
    class: numeric ? "column numeric" : "column",
    role: "columnheader",
    id: `column-${column}`,
    "aria-colindex": String(column + 2),
  });
  // Reached with the arrow keys like every cell, not with Tab.
  const button = create("button", {
    type: "button",
    tabindex: "-1",
    "data-testid": `sort-${column}`,
    title: `Sort by ${name}`,
  });
  button.dataset.column = String(column);
  const label = create("span", { class: "label" });
  label.textContent = name;
  button.append(label, create("span", { class: "arrow", "aria-hidden": "true" }));
  cell.append(button);
  return cell;
}
