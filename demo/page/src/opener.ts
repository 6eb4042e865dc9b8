import { byTestId } from "./dom.js";
import { read, sizeProblem } from "./reading.js";
import { NOTHING_PASTED } from "./texts.js";

/** What the ways to open a table lead to. */
export interface OpenerListener {
  onSample(name: string): void;
  /** Resolves with whether the table was loaded. */
  onCsv(name: string, csv: string): Promise<boolean>;
  onProblem(message: string): void;
}

const PASTED = "pasted";

/** Samples, upload, drop and paste: the ways to open a table. */
export class Opener {
  readonly #listener: OpenerListener;
  readonly #upload = byTestId("upload", HTMLInputElement);
  readonly #paste = byTestId("paste", HTMLTextAreaElement);

  constructor(listener: OpenerListener) {
    this.#listener = listener;
    for (const button of document.querySelectorAll<HTMLElement>("[data-sample]")) {
      button.addEventListener("click", () => listener.onSample(button.dataset.sample ?? ""));
    }
    this.#upload.addEventListener("change", () => this.#onUpload());
    byTestId("load-pasted", HTMLButtonElement).addEventListener("click", () => this.#loadPasted());
    this.#paste.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#loadPasted();
    });
    this.#listenToDrops();
  }

  /** Loads what was pasted beside the field, while there is nothing else that it could be meant for. */
  loadPastesAnywhere(wanted: () => boolean): void {
    document.addEventListener("paste", (event) => {
      const csv = event.clipboardData?.getData("text/plain");
      const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (csv && !inField && wanted()) void this.#loadText(csv);
    });
  }

  async #loadPasted(): Promise<void> {
    const csv = this.#paste.value;
    if (!csv.trim()) {
      this.#listener.onProblem(NOTHING_PASTED);
      this.#paste.focus();
      return;
    }
    this.#paste.blur();
    if ((await this.#loadText(csv)) && this.#paste.value === csv) this.#paste.value = "";
  }

  async #loadText(csv: string): Promise<boolean> {
    const problem = sizeProblem(PASTED, csv);
    if (problem) this.#listener.onProblem(problem);
    return !problem && this.#listener.onCsv(PASTED, csv);
  }

  async #onUpload(): Promise<void> {
    const file = this.#upload.files?.[0];
    if (file) await this.#loadFile(file);
    // So that the same file, changed meanwhile, can be chosen again.
    this.#upload.value = "";
  }

  async #loadFile(file: File): Promise<void> {
    const reading = await read(file);
    if ("problem" in reading) this.#listener.onProblem(reading.problem);
    else await this.#listener.onCsv(file.name, reading.csv);
  }

  #listenToDrops(): void {
    const { body } = document;
    document.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      body.classList.add("dragging");
    });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) body.classList.remove("dragging");
    });
    document.addEventListener("drop", (event) => {
      body.classList.remove("dragging");
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      void this.#loadFile(file);
    });
  }
}
