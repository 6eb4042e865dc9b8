import { byTestId } from "./dom.js";
import { historyStep } from "./keys.js";
import type { Picture } from "./picture.js";

/** A pause in typing that means: this is what to filter by. */
const TYPING_MS = 200;

export interface ToolsListener {
  onFilter(text: string): Promise<unknown>;
  onStep(step: "undo" | "redo"): void;
  onAppend(): void;
}

/** The filter, the way back and forth through the history, and a row more. */
export class Tools {
  readonly #listener: ToolsListener;
  readonly #filter = byTestId("filter", HTMLInputElement);
  readonly #undo = byTestId("undo", HTMLButtonElement);
  readonly #redo = byTestId("redo", HTMLButtonElement);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Filters that were sent and not answered. */
  #sent = 0;
  #asked = "";

  constructor(listener: ToolsListener) {
    this.#listener = listener;
    this.#undo.addEventListener("click", () => listener.onStep("undo"));
    this.#redo.addEventListener("click", () => listener.onStep("redo"));
    byTestId("append-row", HTMLButtonElement).addEventListener("click", () => listener.onAppend());
    this.#filter.addEventListener("input", () => this.#onInput());
    this.#filter.addEventListener("change", () => this.#send());
    document.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** @param waiting whether changes wait for the server, which can be undone once it is back */
  draw(picture: Picture, waiting: boolean): void {
    this.#undo.disabled = !picture.canUndo && !waiting;
    this.#redo.disabled = !picture.canRedo && !waiting;
    if (this.#timer !== undefined || this.#sent > 0) return;
    // What is being typed is newer than what the server knows.
    this.#asked = picture.filter;
    if (this.#filter.value !== picture.filter) this.#filter.value = picture.filter;
  }

  #onInput(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#send(), TYPING_MS);
  }

  async #send(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#filter.value === this.#asked) return;
    this.#asked = this.#filter.value;
    this.#sent++;
    await this.#listener.onFilter(this.#asked);
    this.#sent--;
  }

  #onKey(event: KeyboardEvent): void {
    const step = historyStep(event);
    // Within a field the keys are the browser's, and undo typing.
    if (!step || event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement)
      return;
    event.preventDefault();
    this.#listener.onStep(step);
  }
}
