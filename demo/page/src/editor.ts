import { create } from "./dom.js";
import { moveAfterEdit } from "./keys.js";
import type { Edit } from "./picture.js";
import { shown, unshown } from "./row-view.js";
import type { Move } from "./selection.js";

/** The longest text of a cell; the server's limit is the same. */
const MAX_CHARACTERS = 10_000;

/** The key that ends a composition: Safari sends it when the composition is over already. */
const SAFARI_COMPOSING = 229;

/** What the editor tells the grid. */
export interface EditorListener {
  /** A cell was edited, to another value than before. */
  onEdit(edit: Edit): void;
  /** The edit is over, and the keyboard is the grid's again; the selection moves on. */
  onLeave(move: Move | undefined): void;
}

interface Editing {
  readonly cell: HTMLElement;
  readonly place: number;
  /** The cell as it was. It names the row, so that the right one is hit even if the order changes meanwhile. */
  readonly before: Edit;
}

/** The input in the cell that is being edited. */
export class Editor {
  readonly #listener: EditorListener;
  readonly #input: HTMLInputElement = create("input", {
    class: "editor",
    type: "text",
    maxlength: String(MAX_CHARACTERS),
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    enterkeyhint: "done",
  });
  #editing: Editing | undefined;

  constructor(listener: EditorListener) {
    this.#listener = listener;
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
    this.#input.addEventListener("blur", () => this.commit());
  }

  /** The place whose row must not be recycled. */
  get place(): number | undefined {
    return this.#editing?.place;
  }

  get edition(): number | undefined {
    return this.#editing?.before.edition;
  }

  /** Begins with the cell's text, all of it selected, or with what was typed instead of it. */
  begin(cell: HTMLElement, place: number, before: Edit, label: string, typed?: string): void {
    this.commit();
    this.#editing = { cell, place, before };
    cell.classList.add("editing");
    cell.replaceChildren(this.#input);
    this.#input.setAttribute("aria-label", label);
    this.#input.value = typed ?? shown(before.value);
    this.#input.focus({ preventScroll: true });
    if (typed === undefined) this.#input.select();
  }

  /** Ends the edit and keeps what was typed. */
  commit(): void {
    const editing = this.#editing;
    if (!editing) return;
    const typed = this.#input.value;
    this.#end(editing);
    if (typed === shown(editing.before.value)) return;
    this.#listener.onEdit({ ...editing.before, value: unshown(typed, editing.before.value) });
  }

  /** Ends the edit and forgets what was typed. */
  cancel(): void {
    if (this.#editing) this.#end(this.#editing);
  }

  #end({ cell, before }: Editing): void {
    // Removing the input blurs it, and that would commit.
    this.#editing = undefined;
    cell.classList.remove("editing");
    cell.textContent = shown(before.value);
  }

  #onKey(event: KeyboardEvent): void {
    // The grid has keys of its own. While an input method composes, all keys are its own.
    event.stopPropagation();
    if (event.isComposing || event.keyCode === SAFARI_COMPOSING) return;
    const move = moveAfterEdit(event);
    if (move) this.commit();
    else if (event.key === "Escape") this.cancel();
    else return;
    event.preventDefault();
    this.#listener.onLeave(move);
  }
}
