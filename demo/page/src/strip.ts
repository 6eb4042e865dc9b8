import { byId, byTestId, create } from "./dom.js";
import type { Arrival, Snapshot } from "./link.js";

/** The line that shows what happens between the tab and its server. */
export class Strip {
  readonly #status = byTestId("status", HTMLElement);
  readonly #waiting = byId("waiting");
  readonly #snapshot = byTestId("snapshot", HTMLElement);

  showStatus(status: string): void {
    this.#status.textContent = status;
    document.body.dataset.status = status;
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
    this.#snapshot.dataset.stored = stored;
    this.#snapshot.getAnimations().forEach((animation) => {
      animation.cancel();
      animation.play();
    });
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
