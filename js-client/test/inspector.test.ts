// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Inspector, openInspector } from "../src/inspector.js";
import { MAX_NOTES, MAX_TEXT } from "../src/tap.js";

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
const rows = (at: number) =>
  [...(inside().querySelectorAll("table")[at]?.querySelectorAll("tbody tr") ?? [])].map((line) =>
    [...line.children].map(({ textContent }) => textContent),
  );
const drawn = () => {
  vi.advanceTimersByTime(100);
  return rows(1).map(([, ...cells]) => cells);
};
const press = (text: string) =>
  [...inside().querySelectorAll("button")].find((button) => button.textContent === text)?.click();
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

test("what is remembered is bounded, in frames and in what is kept of each", () => {
  for (let n = 0; n < MAX_NOTES + 50; n++) socket.send(frame({ t: "event", n, name: "a".repeat(9_999) }));
  expect(drawn()).toHaveLength(MAX_NOTES);
  const titles = [...inside().querySelectorAll("tr[title]")].map(
    (line) => (line as HTMLElement).title.length,
  );
  expect(Math.max(...titles)).toBe(MAX_TEXT);
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
  expect(rows(0)).toEqual([["sheet/left", "5", "2", "1", "8"]]);
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
