import { byId, byTestId } from "./dom.js";
import { TOUR } from "./texts.js";

/** How long a sentence stays until the next thing happens, unless the panel has another time in `data-pace`. */
const READING_MS = 4_500;
/** How often the page looks whether something has come about. */
const LOOK_MS = 100;
const OFFLINE_MS = 4_000;

/** What the guided minute needs of the page. */
export interface Stage {
  isLoaded(): boolean;
  isLive(): boolean;
  /** How the view came back the last time. */
  outcome(): string;
  load(): Promise<unknown>;
  /** Writes into the first cell. */
  write(text: string): void;
  kill(): Promise<unknown>;
  cut(ms: number): void;
  /** Begins to deploy a release, one node after the other; false where there is one node only. */
  deploy(): Promise<boolean>;
  isDeploying(): boolean;
}

class Stopped extends Error {}

/**
 * The guided minute: kills, cuts, and deploys where there are two nodes, offers a copy of the tab, and says what happens, also
 * to a screen reader.
 */
export class Tour {
  readonly #stage: Stage;
  readonly #panel = byId("tour");
  readonly #text = byId("tour-text");
  readonly #copy = byTestId("tour-copy", HTMLAnchorElement);
  readonly #next = byTestId("tour-next", HTMLButtonElement);
  readonly #start = byTestId("tour", HTMLButtonElement);
  /** One more at each start and stop: what belongs to an earlier one ends. */
  #run = 0;
  #isNext = false;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#copy.href = location.href;
    this.#start.addEventListener("click", () => void this.#begin());
    this.#next.addEventListener("click", () => {
      this.#isNext = true;
    });
    byTestId("tour-stop", HTMLButtonElement).addEventListener("click", () => this.#stop());
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#stop();
    });
  }

  #stop(): void {
    this.#run++;
    // Who works elsewhere meanwhile is not disturbed.
    const hadFocus = this.#panel.contains(document.activeElement);
    this.#panel.hidden = true;
    this.#copy.hidden = true;
    document.body.classList.remove("touring");
    if (hadFocus) this.#start.focus();
  }

  async #begin(): Promise<void> {
    const run = ++this.#run;
    this.#panel.hidden = false;
    document.body.classList.add("touring");
    try {
      await this.#play(run);
    } catch (stopped) {
      if (!(stopped instanceof Stopped)) throw stopped;
    }
  }

  async #play(run: number): Promise<void> {
    const stage = this.#stage;
    await this.#say(run, TOUR.begin);
    if (!stage.isLoaded()) await stage.load();
    stage.write("one");
    await this.#say(run, TOUR.written);
    await this.#kill(run);
    this.#copy.hidden = false;
    await this.#say(run, TOUR.copy);
    this.#copy.hidden = true;
    await this.#cut(run);
    await this.#deploy(run);
    await this.#say(run, TOUR.end);
    this.#stop();
  }

  async #kill(run: number): Promise<void> {
    const stage = this.#stage;
    await stage.kill();
    await this.#until(run, () => !stage.isLive());
    stage.write("two");
    await this.#say(run, TOUR.killed);
    await this.#until(run, stage.isLive);
    await this.#say(run, TOUR.back(stage.outcome()));
  }

  async #cut(run: number): Promise<void> {
    const stage = this.#stage;
    stage.cut(OFFLINE_MS);
    stage.write("three");
    await this.#say(run, TOUR.offline);
    await this.#until(run, stage.isLive);
    await this.#say(run, TOUR.online(stage.outcome()));
  }

  async #deploy(run: number): Promise<void> {
    if (!(await this.#stage.deploy())) return this.#say(run, TOUR.alone);
    await this.#say(run, TOUR.deploying);
    await this.#until(run, () => !this.#stage.isDeploying() && this.#stage.isLive());
    await this.#say(run, TOUR.deployed);
  }

  /** Says it, and waits as long as it takes to read, or until the user wants to go on. */
  async #say(run: number, text: string): Promise<void> {
    this.#check(run);
    this.#isNext = false;
    this.#text.textContent = text;
    const until = performance.now() + Number(this.#panel.dataset.pace ?? READING_MS);
    await this.#until(run, () => this.#isNext || performance.now() >= until);
  }

  async #until(run: number, isSo: () => boolean): Promise<void> {
    for (this.#check(run); !isSo(); this.#check(run)) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  #check(run: number): void {
    if (run !== this.#run) throw new Stopped();
  }
}
