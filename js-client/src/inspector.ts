import { type Note, openTap, type Tap } from "./tap.js";

/** How long frames are held by the button. */
const STALL_MS = 5_000;
/** The panel is drawn at most as often. */
const DRAW_MS = 100;

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
.scroll td:nth-child(4){min-width:90px;white-space:normal}
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
 * Opens a panel that shows what goes on between a page and its servers, for development: state, frames, what is stored and
 * waits; and that drops or stalls the connection, opens a copy of the tab, and forgets the stored token. It hooks into the
 * page from outside, as soon as it is opened. Escape closes it.
 */
export function openInspector(parent: HTMLElement = document.body, onClose?: () => void): Inspector {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const before = document.activeElement as HTMLElement | null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const panel = element("section", "", {
    role: "region",
    "aria-label": "LiveStash inspector",
    tabindex: "-1",
  });
  const views = table("Views of this tab", ["view", "base", "patch", "waiting", "bytes"], [1, 2, 3, 4]);
  const frames = table("Frames, the newest first", ["ms", "way", "frame", "what", "bytes"], [0, 4]);
  const state = element("p", "", { role: "status" });
  state.style.margin = "0";
  const tap = openTap(() => {
    timer ??= setTimeout(draw, DRAW_MS);
  });

  const draw = () => {
    timer = undefined;
    setText(state, stateOf(tap));
    views.body.replaceChildren(...viewsIn(storageOf()).map((cells) => row(cells, [1, 2, 3, 4])));
    frames.body.replaceChildren(...[...tap.notes].reverse().map(rowOf));
  };
  const close = () => {
    clearTimeout(timer);
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
  panel.append(header, state, views.element, scroll);
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

function rowOf({ at, direction, type, detail, bytes, text }: Note): HTMLElement {
  const way = { in: "← in", out: "→ out", end: "× end" }[direction];
  const made = row([Math.round(at), way, type, detail, bytes], [0, 4]);
  made.title = text;
  return made;
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

/** Of each view: its name, the bytes of base and patch, and how many events wait, of how many bytes. */
function viewsIn(storage: Storage | undefined): (string | number)[][] {
  const keys = Object.keys(storage ?? {});
  const names = new Set(keys.map((key) => NAME.exec(key)?.[1] ?? "").filter(Boolean));
  const length = (key: string) => storage?.getItem(key)?.length ?? 0;
  return [...names].map((name) => {
    const slots = (storage?.getItem(`${name}:now`) ?? "").split(" ").slice(1);
    const [base = 0, patch = 0] = slots.map((slot) => length(`${name}:t${slot}`));
    const events = keys.filter((key) => key.startsWith(`${name}:e`));
    const bytes = events.reduce((sum, key) => sum + length(key), 0);
    return [name.slice("livestash:".length), base, patch, events.length, bytes];
  });
}

function expire(): void {
  const storage = storageOf();
  for (const key of Object.keys(storage ?? {})) {
    if (/^livestash:.+?:(now$|t[\w-]+\.\d+\.\d+$)/.test(key)) storage?.removeItem(key);
  }
}

function table(
  name: string,
  columns: readonly string[],
  numbers: readonly number[],
): { readonly element: HTMLElement; readonly body: HTMLElement } {
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
  return { element: made, body };
}

function row(cells: readonly (string | number)[], numbers: readonly number[]): HTMLElement {
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
