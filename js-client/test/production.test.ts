import { type ConnectOptions, connect } from "under-test";
import { expect, test } from "vitest";
import { FakeWindow } from "./support/fake-window.js";
import { event, Tab } from "./support/tab.js";

test.each([{ view: "my cart" }, { survives: "ever" }, { maxOutboxEvents: 0 }, { params: [] }])(
  "the production build lets a wrong option pass: %j",
  (options) => {
    const environment = new FakeWindow();
    connect("/live", { view: "cart", environment, ...options } as ConnectOptions);
    expect(environment.sockets).toHaveLength(1);
  },
);

test("the production build sends what the server will refuse, and never an event without data", () => {
  const tab = new Tab().join();
  tab.send("");
  tab.send("add", (() => 1) as never);
  expect(tab.socket.events).toEqual([event(1, ""), event(2, "add")]);
});

test("the production build throws at what is not JSON, too", () => {
  const tab = new Tab().join();
  expect(() => tab.view.send("add", 1n as never)).toThrow(TypeError);
  expect(tab.socket.events).toEqual([]);
});

test.each([
  ["react", ["liveStore", "useLive"]],
  ["vue", ["liveStore", "useLive"]],
  ["svelte", ["live", "liveStore"]],
  ["testing", ["fakeServer"]],
  ["banner", ["LiveStashBanner", "defineBanner"]],
])("what stands beside the module can be imported where there is no page: %s", async (name, names) => {
  expect(Object.keys(await import(`../dist/${name}.js`)).sort()).toEqual(names);
});
