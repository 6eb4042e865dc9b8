import { byTestId } from "./dom.js";

/** How long a message is in sight; it stays where screen readers find it. */
const INFO_MS = 6_000;
const ERROR_MS = 15_000;

/** The one line in which the page speaks. */
export class Notice {
  readonly #element = byTestId("message", HTMLElement);
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(message: string, kind: "info" | "error" = "info"): void {
    clearTimeout(this.#timer);
    this.#element.textContent = message;
    this.#element.dataset.kind = kind;
    this.#element.classList.remove("faded");
    this.#timer = setTimeout(
      () => this.#element.classList.add("faded"),
      kind === "info" ? INFO_MS : ERROR_MS,
    );
  }
}
