import type { Book } from "./book.js";
import { type Column, layOut, numberWidth } from "./columns.js";
import { create } from "./dom.js";
import { Editor } from "./editor.js";
import { GridKeys } from "./grid-keys.js";
import { Header } from "./header.js";
import { type Edit, isOtherView, NO_PICTURE, type Picture, tableKey } from "./picture.js";
import { type Place, readPlace, writePlace } from "./place.js";
import { RowView } from "./row-view.js";
import type { Range } from "./rows.js";
import { HEADER, type Move, Selection } from "./selection.js";

/** Rows that are drawn above and below the visible ones, so that a small step shows no gap. */
const OVERSCAN = 8;
const ROW_HEIGHT = 32;
/** A finger needs more room than a mouse. */
const TOUCH_ROW_HEIGHT = 42;
/** Before the grid was ever on the screen. */
const GUESSED_ROWS = 40;

/** What the grid tells the page. */
export interface GridListener {
  onEdit(edit: Edit): void;
  onSort(column: number): void;
  onScroll(): void;
}

/** The table: as many rows' elements as the screen shows, over a body as high as all rows. */
export class Grid {
  readonly selection: Selection = new Selection();
  readonly #element: HTMLElement;
  readonly #book: Book;
  readonly #listener: GridListener;
  readonly #header = new Header();
  readonly #body = create("div", { class: "body", role: "rowgroup" });
  readonly #editor: Editor;
  readonly #rowHeight = matchMedia("(pointer: coarse)").matches ? TOUCH_ROW_HEIGHT : ROW_HEIGHT;
  readonly #views = new Map<number, RowView>();
  #spare: RowView[] = [];
  #columns: Column[] = [];
  #drawn: Picture = NO_PICTURE;
  #frame = 0;
  /** Where the last load of this page has left it, until the first table is drawn. */
  #left: Place | undefined = readPlace();

  constructor(element: HTMLElement, book: Book, listener: GridListener) {
    this.#element = element;
    this.#book = book;
    this.#listener = listener;
    this.#editor = new Editor({
      onEdit: (edit) => listener.onEdit(edit),
      onLeave: (move) => this.#leave(move),
    });
    element.role = "grid";
    element.tabIndex = 0;
    element.ariaLabel = "Table";
    element.setAttribute("aria-describedby", "keys");
    element.style.setProperty("--row-height", `${this.#rowHeight}px`);
    element.append(this.#header.element, this.#body);
    element.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    this.#header.element.addEventListener("click", (event) => this.#onHeaderClick(event));
    this.#body.addEventListener("click", (event) => this.#onClick(event));
    new ResizeObserver(() => this.#onScroll()).observe(element);
    new GridKeys(element, this);
    addEventListener("pagehide", () => this.#remember());
  }

  /** The rows on the screen. */
  visible(): Range {
    const height = this.#element.clientHeight;
    const top = this.#left?.top ?? this.#element.scrollTop;
    const from = Math.floor(top / this.#rowHeight);
    return { from, to: from + (height ? Math.ceil(height / this.#rowHeight) : GUESSED_ROWS) };
  }

  /** Draws the book as it is now. */
  draw(): void {
    const { picture } = this.#book;
    if (tableKey(picture) !== tableKey(this.#drawn)) this.#rebuild(picture);
    else if (isOtherView(picture, this.#drawn)) this.#element.scrollTop = 0;
    this.#drawn = picture;
    this.#body.style.height = `${picture.total * this.#rowHeight}px`;
    this.#goBack(picture);
    this.#element.setAttribute("aria-rowcount", String(picture.total + 1));
    this.#header.draw(picture.sort);
    this.selection.move({ rows: 0, columns: 0 }, picture.total, picture.columns.length);
    this.#drawRows();
  }

  /** Moves the selection and brings it into sight. */
  move(move: Move): boolean {
    const { total, columns } = this.#book.picture;
    const moved = this.selection.move(move, total, columns.length);
    this.#reveal();
    return moved;
  }

  /** Selects the last row, unless the user is busy in another one. */
  goToEnd(): void {
    if (this.#editor.place === undefined) this.move({ rows: this.#book.picture.total, columns: 0 });
  }

  /** Opens the selected cell, or sorts by the selected column. */
  act(typed?: string): void {
    const { place, column } = this.selection;
    if (place !== HEADER) this.#edit(place, column, typed);
    else if (typed === undefined) this.#listener.onSort(column);
  }

  /** Puts a text into the selected cell. */
  put(text: string): void {
    const { place, column } = this.selection;
    const edit = this.#book.edit(place, column, text);
    if (edit && text !== this.selectedText()) this.#listener.onEdit(edit);
  }

  selectedText(): string {
    return this.#book.cell(this.selection.place, this.selection.column)?.text ?? "";
  }

  get pageRows(): number {
    const { from, to } = this.visible();
    return Math.max(1, to - from - 3);
  }

  #rebuild(picture: Picture): void {
    this.#editor.cancel();
    this.#columns = layOut(picture.columns, picture.window);
    this.#header.build(picture.columns, this.#columns);
    this.#body.replaceChildren();
    this.#views.clear();
    this.#spare = [];
    this.selection.set(0, 0);
    this.#element.scrollTo(0, 0);
    this.#element.setAttribute("aria-colcount", String(picture.columns.length + 1));
    this.#setColumns(numberWidth(picture.rows));
  }

  #remember(): void {
    const { scrollTop: top, scrollLeft: left } = this.#element;
    if (this.#drawn.columns.length > 0) writePlace({ key: tableKey(this.#drawn), top, left });
  }

  /** After a reload, to where the same table was. */
  #goBack(picture: Picture): void {
    const place = this.#left;
    this.#left = undefined;
    if (place && place.key === tableKey(picture)) this.#element.scrollTo(place.left, place.top);
  }

  #setColumns(first: number): void {
    const tracks = this.#columns.map(({ width }) => `minmax(${width}px, ${width}fr)`);
    const sum = this.#columns.reduce((total, { width }) => total + width, first);
    this.#element.style.setProperty("--columns", [`${first}px`, ...tracks].join(" "));
    this.#element.style.setProperty("--number-width", `${first}px`);
    this.#element.style.setProperty("--width", `${sum}px`);
  }

  #onScroll(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      this.#drawRows();
      this.#listener.onScroll();
    });
  }

  #drawRows(): void {
    const places = this.#placesToDraw();
    for (const [place, view] of this.#views) {
      if (!places.has(place)) this.#recycle(place, view);
    }
    for (const place of places) {
      const view = this.#views.get(place) ?? this.#newView(place);
      view.draw(place, this.#book, place * this.#rowHeight);
    }
    for (const view of this.#spare) view.element.remove();
    this.#drawSelection();
  }

  #placesToDraw(): Set<number> {
    const { from, to } = this.visible();
    const first = Math.max(0, from - OVERSCAN);
    const last = Math.min(this.#book.picture.total, to + OVERSCAN);
    const places = new Set(Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i));
    if (this.#editor.place !== undefined) places.add(this.#editor.place);
    return places;
  }

  #recycle(place: number, view: RowView): void {
    this.#views.delete(place);
    this.#spare.push(view);
  }

  #newView(place: number): RowView {
    const view = this.#spare.pop() ?? new RowView(this.#columns);
    this.#views.set(place, view);
    if (!view.element.isConnected) this.#body.append(view.element);
    return view;
  }

  #drawSelection(): void {
    for (const element of this.#element.querySelectorAll(".selected")) element.classList.remove("selected");
    const cell = this.#selectedElement();
    cell?.classList.add("selected");
    if (cell) this.#element.setAttribute("aria-activedescendant", cell.id);
    else this.#element.removeAttribute("aria-activedescendant");
  }

  #selectedElement(): HTMLElement | undefined {
    const { place, column } = this.selection;
    return place === HEADER ? this.#header.cell(column) : this.#views.get(place)?.cell(column);
  }

  #reveal(): void {
    const { place } = this.selection;
    const top = place * this.#rowHeight;
    const room = this.#element.clientHeight - this.#header.element.offsetHeight - this.#rowHeight;
    if (place !== HEADER) {
      const highest = Math.max(0, top - room);
      this.#element.scrollTop = Math.min(Math.max(this.#element.scrollTop, highest), top);
    }
    this.#drawRows();
    this.#selectedElement()?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #edit(place: number, column: number, typed?: string): void {
    const cell = this.#views.get(place)?.cell(column);
    const before = this.#book.edit(place, column, this.selectedText());
    if (!cell || !before) return;
    const label = `${this.#book.picture.columns[column]}, row ${before.row + 1}`;
    this.#editor.begin(cell, place, before, label, typed);
    this.#drawSelection();
  }

  #leave(move: Move | undefined): void {
    this.#element.focus({ preventScroll: true });
    if (move) this.move(move);
    else this.#drawRows();
  }

  #onClick(event: MouseEvent): void {
    const cell = (event.target as Element).closest<HTMLElement>(".cell");
    const place = Number(cell?.parentElement?.getAttribute("aria-rowindex")) - 2;
    if (!cell || cell.classList.contains("editing")) return;
    this.selection.set(place, Number(cell.dataset.column));
    this.#reveal();
    this.act();
  }

  #onHeaderClick(event: MouseEvent): void {
    const button = (event.target as Element).closest("button");
    if (!button) return;
    this.selection.set(HEADER, Number(button.dataset.column));
    this.#drawSelection();
    this.#element.focus({ preventScroll: true });
    this.#listener.onSort(this.selection.column);
  }
}
