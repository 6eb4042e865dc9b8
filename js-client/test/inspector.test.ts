// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Inspector, openInspector } from "../src/inspector.js";
import { MAX_EVENTS, MAX_NOTES, MAX_RENDER, MAX_TEXT } from "../src/tap.js";

/** What a browser's socket is to the inspector: a prototype to hook into, and events. */
class FakeSocket extends EventTarget {
  readonly protocol: string;
  readonly sent: string[] = [];
  readonly received: string[] = [];
  onmessage: ((event: MessageEvent) => unknown) | null = ({ data }) => this.received.push(data);
  onclose: ((event: CloseEvent) => unknown) | null = null;
  isClosed = false;

  constructor(protocol = "livestash.v1") {
    super();
    this.protocol = protocol;
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.isClosed = true;
    this.dispatchEvent(new CloseEvent("close", { code: 1006 }));
  }
  receive(frame: object): void {
    const event = new MessageEvent("message", { data: JSON.stringify(frame) });
    this.onmessage?.(event);
    this.dispatchEvent(event);
  }
}

let inspector: Inspector;
let socket: FakeSocket;
const native = FakeSocket.prototype.send;
const frame = (value: object) => JSON.stringify(value);
const inside = () => inspector.element.shadowRoot as ShadowRoot;
const table = (caption: string) =>
  [...inside().querySelectorAll("table")].find((one) => one.caption?.textContent?.startsWith(caption));
const rows = (caption: string) =>
  [...(table(caption)?.querySelectorAll("tbody tr") ?? [])].map((line) =>
    [...line.children].map(({ textContent }) => textContent),
  );
const drawn = () => {
  vi.advanceTimersByTime(100);
  return rows("Frames").map(([, ...cells]) => cells);
};
const press = (text: string) =>
  [...inside().querySelectorAll("button")].find((button) => button.textContent === text)?.click();
const folded = (within: string) => [...inside().querySelectorAll<HTMLDetailsElement>(`${within} details`)];
/** Opens it, as Enter does on its summary, and says what is in it. */
const open = async (details: HTMLDetailsElement | undefined) => {
  details?.querySelector("summary")?.click();
  await vi.advanceTimersByTimeAsync(100);
  return details?.querySelector("pre")?.textContent;
};
const renders = () => {
  vi.advanceTimersByTime(100);
  return folded("[aria-label='Last renders']");
};
const names = () => renders().map((one) => one.querySelector("summary")?.textContent);
const state = () => inside().querySelector("[role=status]")?.textContent;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  sessionStorage.clear();
  socket = new FakeSocket();
  inspector = openInspector();
});
afterEach(() => {
  inspector.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("the frames of a page are listed with their way, their sizes, and what they say", () => {
  socket.send(frame({ t: "join", token: "x".repeat(40), patch: "yy" }));
  socket.receive({ t: "joined", outcome: "restored", gen: 3 });
  socket.receive({ t: "keep", gen: 3, seq: 2, base: "3.1" });
  socket.receive({ t: "render", check: 7 });
  socket.receive({ t: "asleep" });
  expect(drawn()).toEqual([
    ["← in", "asleep", "", "14"],
    ["← in", "render", "patch", "24"],
    ["← in", "keep", "3.2 patch on 3.1", "41"],
    ["← in", "joined", "restored gen 3", "43"],
    ["→ out", "join", "token 40 patch 2", "76"],
  ]);
  expect(state()).toBe("connected · restored gen 3 · asleep");
});

test("what is remembered is bounded, in frames and in what is kept of each", async () => {
  for (let n = 0; n < MAX_NOTES + 50; n++) socket.send(frame({ t: "event", n, name: "a".repeat(9_999) }));
  expect(drawn()).toHaveLength(MAX_NOTES);
  const text = await open(folded(".scroll")[0]);
  expect(text).toHaveLength(MAX_TEXT);
});

test("a frame is opened by the keyboard, and stays open when others come", async () => {
  socket.send(frame({ t: "event", n: 1, name: "add", data: "what it says" }));
  drawn();
  const [first] = folded(".scroll");
  const summary = first?.querySelector("summary");
  expect([summary?.getAttribute("aria-label"), summary?.textContent]).toEqual(["event 1 add", "1 add"]);
  expect(await open(first)).toContain("what it says");
  summary?.focus();
  socket.receive({ t: "done", n: 1 });
  expect(drawn()).toHaveLength(2);
  expect([first?.isConnected, first?.open, inside().activeElement]).toEqual([true, true, summary]);
  for (let n = 0; n < MAX_NOTES; n++) socket.receive({ t: "pong" });
  drawn();
  expect([first?.isConnected, inside().activeElement?.role]).toEqual([false, "region"]);
});

test("the last render is shown, with the patches on it, from one connection to the next", async () => {
  socket.send(frame({ t: "join", view: "sheet", shows: true }));
  expect(socket.sent).toEqual([frame({ t: "join", view: "sheet" })]);
  socket.receive({ t: "joined", outcome: "new", seen: 0, data: { rows: ["a"], page: 1 } });
  expect(names()).toEqual(["Last render of sheet, with the events up to 0"]);
  const [details] = renders();
  expect(await open(details)).toBe(JSON.stringify({ rows: ["a"], page: 1 }, null, 2));
  socket.receive({ t: "render", seen: 1, data: { page: [2] }, check: 0 });
  expect(names()).toEqual(["Last render of sheet, with the events up to 1"]);
  expect(details?.querySelector("pre")?.textContent).toBe(JSON.stringify({ rows: ["a"], page: 2 }, null, 2));
  press("Drop");
  expect(names()).toHaveLength(1);
  socket = new FakeSocket();
  socket.send(frame({ t: "join", view: "sheet", shows: true }));
  expect(socket.sent).toEqual([frame({ t: "join", view: "sheet", shows: true })]);
  socket.receive({ t: "joined", outcome: "adopted", seen: 2, data: { rows: { 0: ["b"] } }, check: 0 });
  expect(names()).toEqual(["Last render of sheet, with the events up to 2"]);
  expect(details?.querySelector("pre")?.textContent).toBe(JSON.stringify({ rows: ["b"], page: 2 }, null, 2));
});

test("a patch on what was not seen, or that does not fit, is not made up", async () => {
  socket.send(frame({ t: "ping" }));
  socket.receive({ t: "render", seen: 7, data: { page: [2] }, check: 0 });
  expect(names()).toEqual(["Last render of a view that was there before, not seen whole yet"]);
  expect(await open(renders()[0])).toContain("Drop brings a whole one");
  socket.receive({ t: "render", seen: 8, data: { page: 1 } });
  expect(names()).toEqual(["Last render of a view that was there before, with the events up to 8"]);
  socket.receive({ t: "render", seen: 9, data: { page: [2] }, check: 12345 });
  expect(names()).toEqual(["Last render of a view that was there before, not seen whole yet"]);
  press("Drop");
  expect(names()).toEqual([]);
});

test("a frame that comes in parts is read whole", () => {
  const text = frame({ t: "joined", outcome: "restored", gen: 2, seen: 0, data: "long" });
  socket.send(frame({ t: "join", view: "sheet" }));
  for (const data of [`+${text.slice(0, 30)}`, `+${text.slice(30, 40)}`, text.slice(40)])
    socket.dispatchEvent(new MessageEvent("message", { data }));
  expect(drawn().map(([, type]) => type)).toEqual(["joined", "part", "part", "join"]);
  expect(state()).toBe("connected · restored gen 2");
  expect(names()).toEqual(["Last render of sheet, with the events up to 0"]);
});

test("of a large render, so much is shown as fits", async () => {
  socket.send(frame({ t: "join", view: "sheet" }));
  socket.receive({ t: "joined", seen: 0, data: "x".repeat(MAX_RENDER + 1_232) });
  const text = await open(renders()[0]);
  expect(text?.slice(MAX_RENDER)).toBe("\n… and 1,234 characters more");
});

test("the events that wait are listed by number and name, also while there is no connection", () => {
  const waiting = () => rows("Events");
  expect(table("Events")?.hidden).toBe(true);
  const put = (n: number | string, ...event: unknown[]) =>
    sessionStorage.setItem(`livestash:sheet:e${n}`, JSON.stringify(event));
  put(10, "add", { card: "Milk" }, 1_700_000_000_000, 2, 99);
  put(9, "undo", null, 1_700_000_000_000, 1, 80);
  put("-", 8);
  vi.advanceTimersByTime(1_000);
  expect(table("Events")?.hidden).toBe(false);
  expect(rows("Views").map((cells) => cells[3])).toEqual(["2"]);
  expect(waiting().map(([view, n, name, tries]) => [view, n, name, tries])).toEqual([
    ["sheet", "9", "undo", "1"],
    ["sheet", "10", "add", "2"],
  ]);
  for (let n = 11; n < 11 + MAX_EVENTS; n++) sessionStorage.setItem(`livestash:sheet:e${n}`, "not ours");
  vi.advanceTimersByTime(1_000);
  expect(waiting()).toHaveLength(MAX_EVENTS + 1);
  expect(waiting()[2]?.[2]).toBe("?");
  expect(waiting().at(-1)?.[0]).toBe("and 2 more");
});

test("sockets that are not LiveStash's are left alone", () => {
  const other = new FakeSocket("chat");
  other.send("not a frame");
  press("Drop");
  expect([other.sent, other.isClosed, drawn()]).toEqual([["not a frame"], false, []]);
});

test("dropped, a socket is lost at once, as when the line breaks", () => {
  const codes: number[] = [];
  socket.onclose = ({ code }) => codes.push(code);
  socket.send(frame({ t: "join" }));
  press("Drop");
  expect([codes, socket.isClosed]).toEqual([[1006], true]);
  expect(drawn()[0]).toEqual(["× end", "closed 1006", "", "0"]);
});

test("stalled, frames wait in both ways, and then come in their order", () => {
  socket.send(frame({ t: "join" }));
  press("Stall");
  expect(state()).toBe("stalled");
  for (const n of [1, 2]) socket.send(frame({ t: "event", n }));
  for (const n of [1, 2]) socket.receive({ t: "done", n });
  expect([socket.sent.length, socket.received.length]).toEqual([1, 0]);
  vi.advanceTimersByTime(5_000);
  expect(socket.sent.slice(1)).toEqual([1, 2].map((n) => frame({ t: "event", n })));
  expect(socket.received).toEqual([1, 2].map((n) => frame({ t: "done", n })));
  socket.receive({ t: "pong" });
  expect(socket.received).toHaveLength(3);
});

test("a socket that was left while it was stalled is not woken", () => {
  socket.send(frame({ t: "join" }));
  press("Stall");
  socket.receive({ t: "joined" });
  socket.onmessage = null;
  vi.advanceTimersByTime(5_000);
  expect([socket.received, socket.onmessage]).toEqual([[], null]);
});

test("what is stored of each view is shown, and can be forgotten", () => {
  const items = { now: "4 s.1.1 s.1.2", "ts.1.1": "base!", "ts.1.2": "pa", e5: "12345678", attempt: "9" };
  for (const [key, value] of Object.entries(items))
    sessionStorage.setItem(`livestash:sheet/left:${key}`, value);
  sessionStorage.setItem("else", "where");
  press("Drop");
  expect(rows("Views")).toEqual([["sheet/left", "5", "2", "1", "8"]]);
  press("Expire");
  expect(Object.keys(sessionStorage).sort()).toEqual([
    "else",
    "livestash:sheet/left:attempt",
    "livestash:sheet/left:e5",
  ]);
});

test("a copy of the tab is opened by its address, which copies what is stored", () => {
  const open = vi.spyOn(window, "open").mockReturnValue(null);
  press("Duplicate");
  expect(open).toHaveBeenCalledWith(location.href);
});

test("Escape closes it: the page is as before, and the keyboard where it was", () => {
  inspector.close();
  const field = document.createElement("input");
  document.body.append(field);
  field.focus();
  const closed = vi.fn();
  inspector = openInspector(document.body, closed);
  expect(FakeSocket.prototype.send).not.toBe(native);
  inside()
    .querySelector("section")
    ?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  expect([inspector.element.isConnected, closed.mock.calls.length]).toEqual([false, 1]);
  expect(FakeSocket.prototype.send).toBe(native);
  expect(document.activeElement).toBe(field);
  field.remove();
});
