import { MAX_EVENTS, MAX_RENDER, type Note, openTap, type Render, type Tap } from "./tap.js";

/** How long frames are held by the button. */
const STALL_MS = 5_000;
/** The panel is drawn at most as often. */
const DRAW_MS = 100;
/** And at least as often: without a connection, events are stored of which no frame tells. */
const LOOK_MS = 1_000;

const STYLE = `:host{position:fixed;inset:auto 0 0;z-index:2147483000;color-scheme:light dark;font:13px/1.4 system-ui,sans-serif}
section{display:flex;flex-direction:column;gap:6px;max-height:50vh;padding:8px 12px;overflow:auto;
background:Canvas;color:CanvasText;border-top:2px solid GrayText;box-sizing:border-box}
header,.buttons{display:flex;flex-wrap:wrap;gap:6px;align-items:center}
h2{flex:1;margin:0;font-size:14px}
button{font:inherit;min-height:28px}
.scroll{overflow:auto;min-height:90px}
table{align-self:start;border-collapse:collapse;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600}
th,td{padding:1px 12px 1px 0;text-align:left;vertical-align:top;white-space:nowrap}
.scroll td:nth-child(4){min-width:150px;white-space:normal}
summary{min-height:18px}
pre{margin:0;max-height:16em;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}
td.number,th.number{text-align:right}
:focus-visible{outline:2px solid LinkText;outline-offset:1px}`;

/** A panel that is open. */
export interface Inspector {
  /** The element in the page. */
  readonly element: HTMLElement;
  /** Takes it out of the page, and listens no more. */
  close(): void;
}

/**
 * Opens a panel that shows what goes on between a page and its servers, for development: state, the last render, frames, what is stored
 * and waits; and that drops or stalls the connection, opens a copy of the tab, and forgets the stored token. It hooks into the
 * page from outside, as soon as it is opened. Escape closes it.
 */
export function openInspector(parent: HTMLElement = document.body, onClose?: () => void): Inspector {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const before = document.activeElement as HTMLElement | null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let drawn: Note | undefined;
  const panel = element("section", "", {
    role: "region",
    "aria-label": "LiveStash inspector",
    tabindex: "-1",
  });
  const views = table("Views of this tab", ["view", "base", "patch", "waiting", "bytes"], [1, 2, 3, 4]);
  const events = table("Events that wait", ["view", "n", "event", "try", "bytes"], [1, 3, 4]);
  const renders = element("div", "", { role: "group", "aria-label": "Last renders" });
  const drawRenders = openRenders(renders);
  const frames = table("Frames, the newest first", ["ms", "way", "frame", "what", "bytes"], FRAME_NUMBERS);
  const state = element("p", "", { role: "status" });
  state.style.margin = "0";
  const tap = openTap(() => {
    timer ??= setTimeout(draw, DRAW_MS);
  });

  const draw = () => {
    timer = undefined;
    const focused = root.activeElement;
    setText(state, stateOf(tap));
    const stored = viewsIn(storageOf());
    views.fill(stored.map(cellsOf));
    events.fill(waitingIn(stored));
    events.element.hidden = stored.every(({ waiting }) => waiting.length === 0);
    drawRenders(tap.renders);
    drawn = drawFrames(frames.body, tap.notes, drawn);
    // Where its row has gone, the keyboard stays in the panel.
    if (focused?.isConnected === false) panel.focus();
  };
  const look = setInterval(draw, LOOK_MS);
  const close = () => {
    clearTimeout(timer);
    clearInterval(look);
    tap.end();
    host.remove();
    before?.focus?.();
    onClose?.();
  };
  const buttons = element("div", "", { class: "buttons", role: "group", "aria-label": "Do to this tab" });
  const button = (text: string, title: string, run: () => void) => {
    const made = element("button", text, { type: "button", title });
    made.onclick = () => {
      run();
      draw();
    };
    return made;
  };
  buttons.append(
    button("Drop", "Lose the connection at once", () => tap.drop()),
    button("Stall", `Hold all frames for ${STALL_MS / 1000} s`, () => tap.stall(STALL_MS)),
    button("Duplicate", "Open a copy of this tab", () => window.open(location.href)),
    button("Expire", "Remove the stored tokens: the next load of this page starts anew", expire),
  );
  const header = document.createElement("header");
  header.append(
    element("h2", "LiveStash"),
    buttons,
    element("button", "Close", { type: "button", "data-close": "" }),
  );
  (header.lastChild as HTMLElement).onclick = close;
  const scroll = element("div", "", {
    class: "scroll",
    tabindex: "0",
    role: "group",
    "aria-label": "Frames",
  });
  scroll.append(frames.element);
  panel.append(header, state, views.element, events.element, renders, scroll);
  panel.onkeydown = ({ key }) => {
    if (key === "Escape") close();
  };
  style(root);
  root.append(panel);
  parent.append(host);
  draw();
  panel.focus();
  return { element: host, close };
}

function stateOf({ notes, sockets, isStalled }: Tap): string {
  const last = (types: string) => [...notes].reverse().find(({ type }) => types.split(" ").includes(type));
  const arrival = last("joined")?.detail;
  const isAsleep = last("asleep joined wake render done keep")?.type === "asleep";
  const connection = isStalled ? "stalled" : sockets ? "connected" : "no frame was sent yet";
  return [connection, arrival, isAsleep ? "asleep" : ""].filter(Boolean).join(" · ");
}

const FRAME_NUMBERS = [0, 4];

/** Only adds what has come and takes away what has gone: a row that is opened, or has the keyboard, stays as it is. */
function drawFrames(body: HTMLElement, notes: readonly Note[], last: Note | undefined): Note | undefined {
  const fresh = notes.slice(last ? notes.indexOf(last) + 1 : 0);
  body.prepend(...fresh.reverse().map(rowOf));
  while (body.childElementCount > notes.length) body.lastElementChild?.remove();
  return notes.at(-1);
}

function rowOf({ at, direction, type, detail, bytes, text }: Note): HTMLElement {
  const way = { in: "← in", out: "→ out", end: "× end" }[direction];
  const made = row([Math.round(at), way, type, text ? "" : detail, bytes], FRAME_NUMBERS);
  if (text) {
    const content = folded();
    content.name(`${type} ${detail}`.trim(), detail);
    content.show(() => text);
    made.children[3]?.append(content.element);
  }
  return made;
}

interface Folded {
  readonly element: HTMLElement;
  /** @param text what is seen of the name */
  name(name: string, text?: string): void;
  show(text: () => string): void;
}

/** Something that is shown when it is opened, by a click or a key. What is not open is not written out. */
function folded(): Folded {
  const made = element("details") as HTMLDetailsElement;
  const summary = element("summary");
  const content = element("pre", "", { role: "group", tabindex: "0" });
  let shown = () => "";
  const draw = () => setText(content, made.open ? shown() : "");
  made.addEventListener("toggle", draw);
  made.append(summary, content);
  return {
    element: made,
    name(name, text = name) {
      setText(summary, text);
      for (const one of [summary, content]) one.setAttribute("aria-label", name);
    },
    show(next) {
      shown = next;
      draw();
    },
  };
}

/** One for each view, in the order in which they came; those that are opened stay so. */
function openRenders(into: HTMLElement): (renders: readonly Render[]) => void {
  const made: Folded[] = [];
  return (renders) => {
    while (made.length < renders.length) {
      const one = folded();
      made.push(one);
      into.append(one.element);
    }
    for (const { element } of made.splice(renders.length)) element.remove();
    made.forEach((one, i) => {
      const render = renders[i] as Render;
      one.name(renderName(render));
      one.show(() => renderText(render));
    });
  };
}

function renderName({ view, seen, data }: Render): string {
  const what = data === undefined ? "not seen whole yet" : `with the events up to ${seen}`;
  return `Last render of ${view || "a view that was there before"}, ${what}`;
}

/** At most so much of it, for a page may render megabytes. */
function renderText({ data }: Render): string {
  if (data === undefined)
    return "It came before this panel, or as a patch on what did. Drop brings a whole one.";
  const text = JSON.stringify(data, null, 2);
  const more = text.length - MAX_RENDER;
  return more > 0 ? `${text.slice(0, MAX_RENDER)}\n… and ${more.toLocaleString("en")} characters more` : text;
}

/** Blocked storage throws where it is asked for. */
function storageOf(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

const NAME = /^(livestash:.+?):(now$|attempt$|t|e)/;

interface View {
  readonly name: string;
  /** How many bytes each has. */
  readonly base: number;
  readonly patch: number;
  readonly waiting: readonly Waiting[];
}

interface Waiting {
  readonly n: number;
  /** As it is stored. */
  readonly text: string;
}

/** What is stored of each view. */
function viewsIn(storage: Storage | undefined): View[] {
  const keys = Object.keys(storage ?? {});
  const names = new Set(keys.map((key) => NAME.exec(key)?.[1] ?? "").filter(Boolean));
  const read = (key: string) => storage?.getItem(key) ?? "";
  return [...names].map((name) => {
    const slots = read(`${name}:now`).split(" ").slice(1);
    const [base = 0, patch = 0] = slots.map((slot) => read(`${name}:t${slot}`).length);
    // `e-` is no event, but the number of one.
    const numbers = keys
      .filter((key) => key.startsWith(`${name}:e`))
      .map((key) => key.slice(name.length + 2));
    const waiting = numbers
      .filter((n) => /^\d+$/.test(n))
      .map((n) => ({ n: Number(n), text: read(`${name}:e${n}`) }))
      .sort((one, other) => one.n - other.n);
    return { name: name.slice("livestash:".length), base, patch, waiting };
  });
}

type Cells = readonly (string | number)[];

function cellsOf({ name, base, patch, waiting }: View): Cells {
  return [name, base, patch, waiting.length, waiting.reduce((sum, { text }) => sum + text.length, 0)];
}

/** The oldest events, each by its number and name, and how many there are besides. */
function waitingIn(views: readonly View[]): Cells[] {
  const all = views.flatMap(({ name, waiting }) => waiting.map((event) => ({ ...event, view: name })));
  const lines = all.slice(0, MAX_EVENTS).map(({ view, n, text }) => {
    const [event, tries] = eventIn(text);
    return [view, n, event, tries, text.length];
  });
  const more = all.length - lines.length;
  return more > 0 ? [...lines, [`and ${more.toLocaleString("en")} more`, "", "", "", ""]] : lines;
}

/** The name, and how often it was tried; of an item that is none of ours, nothing. */
function eventIn(text: string): [name: string, tries: string | number] {
  try {
    const [name, , , tries] = JSON.parse(text);
    return [String(name), Number(tries)];
  } catch {
    return ["?", ""];
  }
}

function expire(): void {
  const storage = storageOf();
  for (const key of Object.keys(storage ?? {})) {
    if (/^livestash:.+?:(now$|t[\w-]+\.\d+\.\d+$)/.test(key)) storage?.removeItem(key);
  }
}

interface Table {
  readonly element: HTMLElement;
  readonly body: HTMLElement;
  /** Has these lines, and leaves alone what it has already. */
  fill(lines: readonly Cells[]): void;
}

function table(name: string, columns: readonly string[], numbers: readonly number[]): Table {
  const made = element("table");
  const head = element("thead");
  const body = element("tbody");
  const heads = columns.map((text, i) =>
    element("th", text, { scope: "col", ...(numbers.includes(i) ? { class: "number" } : {}) }),
  );
  const line = element("tr");
  line.append(...heads);
  head.append(line);
  made.append(element("caption", name), head, body);
  let filled = "";
  const fill = (lines: readonly Cells[]) => {
    const now = JSON.stringify(lines);
    if (now !== filled) body.replaceChildren(...lines.map((cells) => row(cells, numbers)));
    filled = now;
  };
  return { element: made, body, fill };
}

function row(cells: Cells, numbers: readonly number[]): HTMLElement {
  const made = element("tr");
  made.append(
    ...cells.map((cell, i) =>
      element(
        "td",
        typeof cell === "number" ? cell.toLocaleString("en") : cell,
        numbers.includes(i) ? { class: "number" } : {},
      ),
    ),
  );
  return made;
}

/** A live region speaks when its text is set, also to the same one. */
function setText(to: HTMLElement, text: string): void {
  if (to.textContent !== text) to.textContent = text;
}

function element(name: string, text = "", attributes: Readonly<Record<string, string>> = {}): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

/** By a sheet that a strict content security policy lets be, where the browser has those. */
function style(root: ShadowRoot): void {
  if ("replaceSync" in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } else {
    root.append(element("style", STYLE));
  }
}
