import { isTyping, moveOf } from "./keys.js";
import type { Move } from "./selection.js";

/** What keys and the clipboard do with the grid. */
export interface KeyTarget {
  readonly pageRows: number;
  /** Returns whether there was somewhere to go. */
  move(move: Move): boolean;
  act(typed?: string): void;
  put(text: string): void;
  selectedText(): string;
}

/** The grid's keyboard while no cell is being edited. */
export class GridKeys {
  readonly #element: HTMLElement;
  readonly #target: KeyTarget;

  constructor(element: HTMLElement, target: KeyTarget) {
    this.#element = element;
    this.#target = target;
    element.addEventListener("keydown", (event) => {
      if (!event.isComposing && this.#press(event)) event.preventDefault();
    });
    element.addEventListener("copy", (event) => this.#onCopy(event));
    element.addEventListener("paste", (event) => this.#onPaste(event));
  }

  /** Returns whether the key was for the grid. */
  #press(event: KeyboardEvent): boolean {
    const move = moveOf(event, this.#target.pageRows);
    if (move) {
      this.#target.move(move);
      return true;
    }
    return event.key === "Tab" ? this.#tab(event) : this.#change(event);
  }

  /** Goes along the row, and at its end out of the grid, which would be a trap otherwise. */
  #tab({ shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
    if (ctrlKey || altKey || metaKey) return false;
    return this.#target.move({ rows: 0, columns: shiftKey ? -1 : 1 });
  }

  #change(event: KeyboardEvent): boolean {
    if (event.key === "Enter" || event.key === "F2") this.#target.act();
    else if (event.key === "Delete" || event.key === "Backspace") this.#target.put("");
    else if (isTyping(event)) this.#target.act(event.key);
    else return false;
    return true;
  }

  #onCopy(event: ClipboardEvent): void {
    if (event.target !== this.#element) return;
    event.clipboardData?.setData("text/plain", this.#target.selectedText());
    event.preventDefault();
  }

  #onPaste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain").replace(/[\r\n]+$/, "");
    if (event.target !== this.#element || !text || /[\t\r\n]/.test(text)) return;
    this.#target.put(text);
    event.preventDefault();
  }
}
