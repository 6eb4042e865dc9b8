import { type ConnectOptions, connect } from "under-test";
import { describe, expect, test, vi } from "vitest";
import { FakeWindow } from "./support/fake-window.js";
import { Tab } from "./support/tab.js";

// The development build alone checks these; production.test.ts has what the other one does.

describe("connect throws at", () => {
  const wrong: [string, object][] = [
    ["view", { view: "" }],
    ["view", { view: undefined }],
    ["view", { view: "my cart" }],
    ["view", { view: "a/b/c" }],
    ["view", { view: "v".repeat(65) }],
    ["survives", { survives: "ever" }],
    ["maxOutboxEvents", { maxOutboxEvents: 0 }],
    ["maxOutboxEvents", { maxOutboxEvents: 501 }],
    ["maxOutboxEvents", { maxOutboxEvents: "many" }],
    ["maxEventBytes", { maxEventBytes: 0 }],
    ["maxEventBytes", { maxEventBytes: 2_000_000 }],
    ["maxEventBytes", { maxOutboxBytes: 1_000 }],
    ["params", { params: [] }],
    ["params", { params: null }],
    ["params", { params: () => "text" }],
    ["params: a plain object, and this is [object Promise]", { params: async () => ({ id: 1 }) }],
    ["params: a plain object, and this is [object Map]", { params: new Map([["id", 1]]) }],
    ["params: a plain object, and this is [object URLSearchParams]", { params: new URLSearchParams("id=1") }],
    ["params", { params: { text: "x".repeat(65_536) } }],
  ];
  test.each(wrong)("a wrong %s: %j", (option, options) => {
    const environment = new FakeWindow();
    const attempt = () => connect("/live", { view: "cart", environment, ...options } as ConnectOptions);
    expect(attempt).toThrow(TypeError);
    expect(attempt).toThrow(option);
    expect([environment.sockets, environment.listeners, environment.sessionStorage?.keys]).toEqual([
      [],
      0,
      [],
    ]);
  });
});

test.each(["WebSocket", "performance", "setTimeout", "clearTimeout", "Date", "Math"])(
  "connect throws at a browser without %s, and names it",
  (name) => {
    const environment = Object.assign(Object.create(new FakeWindow()), { [name]: undefined });
    expect(() => connect("/live", { view: "cart", environment })).toThrow(`it has no ${name}`);
  },
);

test("a second view of a name in a tab is warned of, once", () => {
  const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
  const window = new FakeWindow();
  new Tab({}, window);
  expect(warned).not.toHaveBeenCalled();
  new Tab({}, window);
  expect(warned.mock.calls).toEqual([[expect.stringContaining('this tab has a view "cart" already')]]);
  warned.mockRestore();
});

describe("send throws at", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = cyclic;
  let deep: unknown = 1;
  for (let levels = 0; levels < 64; levels++) deep = [deep];
  const wrong: [string, unknown, unknown][] = [
    ["an empty name", "", null],
    ["a name of 65 characters", "n".repeat(65), null],
    ["no name", undefined, null],
    ["a function", "add", () => 1],
    ["a symbol", "add", Symbol("x")],
    ["a bigint", "add", 1n],
    ["a cycle", "add", cyclic],
    ["data that is nested too deep", "add", deep],
  ];
  test.each(wrong)("%s", (_, name, data) => {
    const tab = new Tab().join();
    expect(() => tab.view.send(name as never, data as never)).toThrow(TypeError);
    expect(tab.socket.events).toEqual([]);
  });

  test("none of what is just right", () => {
    const tab = new Tab().join();
    tab.view.send("n".repeat(64));
    tab.view.send("add", (deep as never)[0]);
    tab.view.send("add", undefined);
    tab.view.send(
      "add",
      Array.from({ length: 20_000 }, () => 0),
    );
    expect(tab.socket.numbers).toEqual([1, 2, 3, 4]);
  });
});
