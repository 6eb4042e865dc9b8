import type { Beside } from "./beside.js";
import { Book } from "./book.js";
import { byId, byTestId } from "./dom.js";
import { Grid } from "./grid.js";
import type { Arrival, EventData, Link, Open, Snapshot } from "./link.js";
import { Notice } from "./notice.js";
import { Opener } from "./opener.js";
import type { Answer, Edit, Picture } from "./picture.js";
import type { Strip } from "./strip.js";
import { arrivalText, CRASHED, countText, LOST, NOT_STORED, refusal } from "./texts.js";
import { Tools } from "./tools.js";
import type { Stage } from "./tour.js";
import { Windower } from "./windower.js";

/** What stands around the workbench on its page. */
export interface Surroundings {
  readonly strip: Strip;
  /** The same without LiveStash, where it is shown. */
  readonly beside: Beside | undefined;
  onNode(node: string): void;
  onStatus(status: string): void;
}

/** The one place that sees all pieces. What the user does goes to the server; what is drawn comes from there. */
export class Workbench {
  readonly #mode: "live" | "plain";
  readonly #book = new Book();
  readonly #strip: Strip;
  readonly #notice = new Notice();
  readonly #grid: Grid;
  readonly #tools: Tools;
  readonly #windower: Windower;
  readonly #link: Link;
  readonly #surroundings: Surroundings;
  #outcome = "";
  /** Events that the server has not answered. */
  #waiting = 0;
  #arrival: Arrival | undefined;
  /** A row was added, and its picture has not come yet. */
  #hasAppended = false;

  constructor(mode: "live" | "plain", open: Open, surroundings: Surroundings) {
    this.#mode = mode;
    this.#surroundings = surroundings;
    this.#strip = surroundings.strip;
    this.#grid = new Grid(byId("grid"), this.#book, {
      onEdit: (edit) => void this.#edit(edit),
      onSort: (column) => void this.#act("sort", { edition: this.#book.picture.edition, column }),
      onScroll: () => void this.#windower.check(),
    });
    this.#tools = new Tools({
      onFilter: (text) => this.#act("filter", { text }),
      onStep: (step) => void this.#act(step, null),
      onAppend: () => void this.#append(),
    });
    this.#windower = this.#makeWindower();
    this.#makeOpener();
    byTestId("crash", HTMLButtonElement).addEventListener("click", () => void this.#crash());
    this.#link = open({
      params: () => ({ ...this.#windower.wanted() }),
      onStatus: (status) => this.#onStatus(status),
      onArrival: (arrival) => this.#onArrival(arrival),
      onPicture: (picture) => this.#onPicture(picture),
      onSnapshot: (snapshot) => this.#onSnapshot(snapshot),
    });
  }

  #makeWindower(): Windower {
    return new Windower({
      visible: () => this.#grid.visible(),
      total: () => this.#book.picture.total,
      isFresh: (range) => this.#book.rows.isFresh(range),
      isLive: () => this.#link.status === "live",
      fetch: (window) => this.#link.send("window", window, true),
    });
  }

  #makeOpener(): void {
    const opener = new Opener({
      onSample: (name) => void this.#act("sample", { name }),
      onCsv: async (name, csv) => (await this.#act("load", { name, csv }))?.ok ?? false,
      onProblem: (message) => this.#notice.say(message, "error"),
    });
    opener.loadPastesAnywhere(() => document.body.dataset.sheet === "empty");
  }

  /** Connects at once, if the page waits. */
  retry(): void {
    this.#link.retry();
  }

  /** What the guided minute does with this page. */
  stage(): Pick<Stage, "isLoaded" | "isLive" | "outcome" | "load" | "write" | "kill"> {
    return {
      isLoaded: () => this.#book.isLoaded,
      isLive: () => this.#link.status === "live",
      outcome: () => this.#outcome,
      load: () => this.#act("sample", { name: "seattle-weather" }),
      write: (value) => {
        const edit = this.#book.edit(0, 0, value);
        if (edit) void this.#edit(edit);
      },
      kill: () => this.#crash(),
    };
  }

  /** Sends an event and says what came of it; returns the answer, if there is one. */
  async #act(name: string, data: EventData): Promise<Answer | undefined> {
    this.#wait(1);
    this.#surroundings.beside?.act(name, data);
    try {
      const answer = (await this.#link.send(name, data)) as Answer | undefined;
      if (answer?.message) this.#notice.say(answer.message, answer.ok ? "info" : "error");
      return answer;
    } catch (refused) {
      this.#notice.say(refusal((refused as { code?: string }).code ?? ""), "error");
      return undefined;
    } finally {
      this.#wait(-1);
    }
  }

  #wait(more: number): void {
    this.#waiting += more;
    this.#strip.showWaiting(this.#waiting);
    this.#drawTools();
  }

  #drawTools(): void {
    // A server that is there tells in a moment what can be undone; before that the buttons would only flicker.
    this.#tools.draw(this.#book.picture, this.#waiting > 0 && this.#link.status !== "live");
  }

  async #edit(edit: Edit): Promise<void> {
    this.#book.pending.add(edit);
    this.#grid.draw();
    const answer = await this.#act("edit", { ...edit });
    // Its picture may come a moment later: without this the old value would be seen until then.
    if (answer?.ok) this.#book.rows.put(edit);
    this.#book.pending.remove(edit);
    this.#grid.draw();
  }

  async #append(): Promise<void> {
    const answer = await this.#act("append", { edition: this.#book.picture.edition });
    this.#hasAppended = answer?.ok ?? false;
  }

  #onStatus(status: string): void {
    this.#strip.showStatus(status);
    this.#surroundings.onStatus(status);
    this.#drawTools();
  }

  #onArrival(arrival: Arrival): void {
    this.#strip.showArrival(arrival);
    this.#strip.showStored();
    this.#arrival = arrival;
    this.#outcome = arrival.outcome;
  }

  #onPicture(picture: Picture): void {
    const hadSheet = this.#book.isLoaded;
    this.#book.take(picture);
    this.#draw(picture);
    if (this.#arrival) this.#welcome(this.#arrival, hadSheet);
    this.#arrival = undefined;
    if (this.#hasAppended) this.#grid.goToEnd();
    this.#hasAppended = false;
    void this.#windower.check();
  }

  #welcome(arrival: Arrival, hadSheet: boolean): void {
    const text = arrivalText(arrival);
    if (this.#mode === "plain" && hadSheet) this.#notice.say(LOST, "error");
    else if (text && (this.#book.isLoaded || arrival.reason))
      this.#notice.say(text, arrival.reason ? "error" : "info");
  }

  #draw(picture: Picture): void {
    document.body.dataset.sheet = this.#book.isLoaded ? "loaded" : "empty";
    // What the page is mainly for just now.
    byId("open").setAttribute("role", this.#book.isLoaded ? "region" : "main");
    document.title = picture.name ? `${picture.name} – Sheet` : "Sheet";
    byId("name").textContent = picture.name;
    byId("count").textContent = this.#book.isLoaded ? countText(picture.total, picture.rows) : "";
    byId("nothing").textContent =
      picture.rows > 0 && picture.total === 0 ? `No row has “${picture.filter}” in it.` : "";
    this.#strip.showNode(picture.node);
    this.#surroundings.onNode(picture.node);
    this.#drawTools();
    this.#grid.draw();
  }

  #onSnapshot(snapshot: Snapshot): void {
    this.#strip.showSnapshot(snapshot);
    if (snapshot.stored === "quota" || snapshot.stored === "blocked") {
      this.#notice.say(NOT_STORED[snapshot.stored], "error");
    }
  }

  async #crash(): Promise<void> {
    // The header shows that this page means it: no page of another origin can send it.
    const halt = fetch("crash", { method: "POST", headers: { "X-Sheet-Crash": "yes" } });
    const answer = await halt.catch(() => undefined);
    // Whoever could answer well is gone; at most a proxy that stood before it says so.
    if (!answer?.ok) this.#notice.say(CRASHED[this.#mode], this.#mode === "plain" ? "error" : "info");
  }
}
