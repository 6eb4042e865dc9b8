import { byId, byTestId, create } from "./dom.js";
import type { Stash } from "./link.js";

/** How the nodes are; twin of Cluster.Status. */
interface Status {
  readonly nodes: readonly Node[];
  /** What is under way, empty if nothing is. */
  readonly doing: string;
  /** The ids of the keys; the first one seals. */
  readonly keys: readonly string[];
  readonly stashes: readonly Stash[];
}

interface Node {
  readonly name: string;
  readonly up: boolean;
  readonly release: number;
}

const LOOK_MS = 1_000;
const NEWEST = 2;
/** Enough of a key's id to see that it is another one. */
const KEY_CHARS = 8;
const STASHES: Readonly<Record<Stash, string>> = { browser: "this tab", redis: "Redis" };

/** The section about the nodes, where there are several: whose page this is, and what an operator would do. */
export class Cluster {
  readonly #section = byId("cluster");
  readonly #nodes = byId("nodes");
  readonly #stashes = byId("stashes");
  readonly #deploy = byTestId("deploy", HTMLButtonElement);
  readonly #rotate = byTestId("rotate", HTMLButtonElement);
  readonly #key = byTestId("key", HTMLElement);
  readonly #doing = byTestId("doing", HTMLElement);
  readonly #stash: Stash;
  #serving = "";
  #release = NEWEST;

  constructor(stash: Stash) {
    this.#stash = stash;
    this.#deploy.addEventListener("click", () => void order(`deploy?release=${this.#release}`));
    this.#rotate.addEventListener("click", () => void order("rotate"));
    void this.#look();
  }

  /** Shows which node has drawn the page. */
  serve(node: string): void {
    this.#serving = node;
    for (const element of this.#nodes.children) this.#mark(element);
  }

  /** Whether there are several. */
  get isThere(): boolean {
    return !this.#section.hidden;
  }

  get isBusy(): boolean {
    return this.#doing.textContent !== "";
  }

  /** Kills the node that has drawn the page. */
  kill(): Promise<void> {
    return order(`kill?node=${this.#serving}`);
  }

  /** Deploys the newest release, also over itself: an older one could not open what a newer one has sealed. */
  async deploy(): Promise<void> {
    await order(`deploy?release=${NEWEST}`);
    await this.#see();
  }

  async #look(): Promise<void> {
    const answer = await this.#see();
    // One server alone has nothing to say.
    if (answer?.status === 204) return;
    setTimeout(() => void this.#look(), LOOK_MS);
  }

  async #see(): Promise<Response | undefined> {
    const answer = await fetch("cluster", { cache: "no-store" }).catch(() => undefined);
    if (answer?.status === 200) this.#draw((await answer.json()) as Status);
    return answer;
  }

  #draw({ nodes, doing, keys, stashes }: Status): void {
    this.#section.hidden = false;
    for (const node of nodes) this.#drawNode(node);
    this.#release = nodes.every((node) => node.release === NEWEST) ? NEWEST - 1 : NEWEST;
    this.#deploy.textContent =
      this.#release === NEWEST ? `Deploy release ${NEWEST}` : `Roll back to release ${this.#release}`;
    this.#deploy.disabled = this.#rotate.disabled = doing !== "";
    this.#doing.textContent = doing;
    this.#key.textContent = keys[0]?.slice(0, KEY_CHARS) ?? "";
    if (!this.#stashes.firstChild) this.#stashes.append(...stashes.map((stash) => this.#choice(stash)));
  }

  #drawNode({ name, up, release }: Node): void {
    const element = this.#nodes.querySelector(`[data-node="${name}"]`) ?? this.#addNode(name);
    element.setAttribute("data-up", String(up));
    const about = element.querySelector("small");
    if (about) about.textContent = up ? `release ${release}` : "down";
    this.#mark(element);
  }

  #addNode(name: string): Element {
    const element = create("li", { "data-node": name, "data-testid": `node-${name}` });
    const label = create("b");
    label.textContent = `Node ${name}`;
    const kill = create("button", {
      type: "button",
      "data-testid": `kill-${name}`,
      title: `kill -9 node ${name}`,
    });
    kill.textContent = "Kill";
    kill.addEventListener("click", () => void order(`kill?node=${name}`));
    element.append(label, create("small"), kill);
    this.#nodes.append(element);
    return element;
  }

  #mark(element: Element): void {
    element.toggleAttribute("data-serving", element.getAttribute("data-node") === this.#serving);
  }

  #choice(stash: Stash): HTMLElement {
    const link = create("a", {
      href: stash === "browser" ? "./" : `?stash=${stash}`,
      "data-testid": `stash-${stash}`,
    });
    link.textContent = STASHES[stash];
    if (stash === this.#stash) link.setAttribute("aria-current", "true");
    return link;
  }
}

/** The header shows that this page means it: no page of another origin can send it. */
async function order(what: string): Promise<void> {
  await fetch(`cluster/${what}`, { method: "POST", headers: { "X-Sheet-Cluster": "yes" } }).catch(
    () => undefined,
  );
}
