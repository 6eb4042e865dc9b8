import { byId, byTestId, create } from "./dom.js";
import type { Arrival, Snapshot } from "./link.js";
import { readStored, serverBytes } from "./stored.js";

/** The line that shows what happens between the tab and its server. */
export class Strip {
  readonly #status = byTestId("status", HTMLElement);
  readonly #waiting = byId("waiting");
  readonly #snapshot = byTestId("snapshot", HTMLElement);
  #stateBytes = 0;
  #isAsleep: boolean | undefined;

  showStatus(status: string): void {
    this.#status.textContent = status;
    document.body.dataset.status = status;
    // Of a server that is away nobody knows what it holds.
    if (status !== "live") this.showSleep(undefined);
  }

  /** Shows which of several servers there is now. */
  showNode(node: string): void {
    set("node", node);
    byId("of-node").hidden = node === "";
  }

  /** Shows how many changes the server has not answered. */
  showWaiting(count: number): void {
    this.#waiting.textContent = count === 0 ? "" : count === 1 ? "1 change waits" : `${count} changes wait`;
  }

  showArrival({ outcome, sid, gen, ms }: Arrival): void {
    set("outcome", outcome);
    set("sid", sid);
    set("generation", gen);
    set("restore-ms", outcome === "new" || ms === undefined ? undefined : Math.round(ms));
  }

  showSnapshot({ seq, stateBytes, tokenBytes, stored }: Snapshot): void {
    set("snapshot", seq);
    set("state-bytes", stateBytes);
    set("token-bytes", tokenBytes);
    this.showStored();
    this.#stateBytes = stateBytes;
    this.#showMemory();
    this.#snapshot.dataset.stored = stored;
    this.#snapshot.getAnimations().forEach((animation) => {
      animation.cancel();
      animation.play();
    });
  }

  /** Shows what the tab holds: a base, and the newest patch against it. */
  showStored(): void {
    const { base, patch } = readStored();
    set("base-bytes", base || undefined);
    set("patch-bytes", patch || undefined);
    byId("of-patch").hidden = patch === 0;
  }

  showRender(bytes: number, isPatch: boolean): void {
    set("render-bytes", bytes);
    set("render-kind", isPatch ? "patch" : "whole");
  }

  showSleep(isAsleep: boolean | undefined): void {
    if (isAsleep === this.#isAsleep) return;
    this.#isAsleep = isAsleep;
    set("session", isAsleep === undefined ? undefined : isAsleep ? "asleep" : "awake");
    this.#showMemory();
  }

  #showMemory(): void {
    const isAsleep = this.#isAsleep;
    const isKnown = isAsleep !== undefined && (isAsleep || this.#stateBytes > 0);
    set("server-bytes", isKnown ? serverBytes(this.#stateBytes, isAsleep) : undefined);
  }
}

/** Shows a text or a figure. The element's text is the bare figure: its groups of digits are apart only to the eye. */
function set(id: string, value: string | number | undefined): void {
  const element = byTestId(id, HTMLElement);
  element.dataset.value = value === undefined ? "" : String(value);
  if (typeof value === "number") element.replaceChildren(...value.toLocaleString("en").split(",").map(group));
  else element.textContent = value ?? "";
}

function group(digits: string): HTMLElement {
  const element = create("span", { class: "group" });
  element.textContent = digits;
  return element;
}
