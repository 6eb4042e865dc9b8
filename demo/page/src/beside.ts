import { byId, create } from "./dom.js";
import type { EventData, Link } from "./link.js";
import type { Picture } from "./picture.js";
import { openPlain } from "./plain-link.js";
import { BESIDE } from "./texts.js";

/** As many rows as can be seen at a glance. */
const ROWS = 30;

/** The same view over a plain socket, beside the one with LiveStash: what the user does is done in both. */
export class Beside {
  readonly #section = byId("beside");
  readonly #state = byId("beside-state");
  readonly #table = byId("beside-table");
  readonly #link: Link;
  #edition = 0;
  #hadSheet = false;

  constructor() {
    this.#section.hidden = false;
    document.body.dataset.beside = "yes";
    this.#link = openPlain({
      params: () => ({ from: 0, count: ROWS }),
      onStatus: (status) => this.#onStatus(status),
      onArrival: () => {},
      onPicture: (picture) => this.#draw(picture),
      onSnapshot: () => {},
    });
  }

  /** Does the same as the user has done in the other one. What the server does not get is lost: that is the point. */
  act(name: string, data: EventData): void {
    const own = data && "edition" in data ? { ...data, edition: this.#edition } : data;
    void this.#link.send(name, own).catch(() => {});
  }

  #onStatus(status: string): void {
    if (status !== "live" && this.#hadSheet) this.#say("away", BESIDE.away);
  }

  #draw(picture: Picture): void {
    const isLoaded = picture.columns.length > 0;
    this.#edition = picture.edition;
    if (isLoaded) this.#say("loaded", BESIDE.loaded);
    else this.#say(this.#hadSheet ? "gone" : "empty", this.#hadSheet ? BESIDE.gone : BESIDE.empty);
    this.#hadSheet ||= isLoaded;
    this.#table.replaceChildren(...(isLoaded ? [headOf(picture), bodyOf(picture)] : []));
  }

  #say(state: string, text: string): void {
    this.#section.dataset.state = state;
    if (this.#state.textContent !== text) this.#state.textContent = text;
  }
}

function headOf({ columns }: Picture): HTMLElement {
  const head = create("thead");
  head.append(rowOf("th", columns));
  for (const cell of head.querySelectorAll("th")) cell.scope = "col";
  return head;
}

function bodyOf({ window }: Picture): HTMLElement {
  const body = create("tbody");
  body.append(...window.slice(0, ROWS).map(({ cells }) => rowOf("td", cells)));
  return body;
}

function rowOf(tag: "td" | "th", texts: readonly string[]): HTMLElement {
  const row = create("tr");
  row.append(
    ...texts.map((text) => {
      const cell = create(tag);
      cell.textContent = text;
      return cell;
    }),
  );
  return row;
}
