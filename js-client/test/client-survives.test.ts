import { describe, expect, test } from "vitest";
import { FakeStorage } from "./support/fake-storage.js";
import { FakeWindow } from "./support/fake-window.js";
import { stateOf, Tab } from "./support/tab.js";

describe("survives", () => {
  const stored = (survives: "tab" | "reload" | "reconnect") => {
    const tab = new Tab({ survives }).join();
    tab.send("a");
    tab.keep(1, 1, 1);
    tab.send("b");
    return tab;
  };
  const tokenAfter = (survives: "tab" | "reload" | "reconnect", navigation: string) => {
    const window = stored(survives).window.reload();
    window.navigation = navigation;
    const tab = new Tab({ survives }, window).join({ outcome: "restored", seen: 1 });
    return [tab.socket.join.token, tab.socket.numbers];
  };

  test.each([
    ["tab", "reload", "token-1-1", [2]],
    ["tab", "navigate", "token-1-1", [2]],
    ["tab", "back_forward", "token-1-1", [2]],
    ["reload", "reload", "token-1-1", [2]],
    ["reload", "navigate", undefined, []],
    ["reload", "back_forward", undefined, []],
    ["reconnect", "reload", undefined, []],
  ] as const)("%s: after %s", (survives, navigation, token, numbers) => {
    expect(tokenAfter(survives, navigation)).toEqual([token, numbers]);
  });

  test("reconnect: stores nothing, says kept, and a reconnect restores", () => {
    const tab = stored("reconnect");
    expect(tab.storage).toEqual({});
    expect(tab.snapshots[0]?.stored).toBe("kept");
    tab.cutLater();
    tab.join({ outcome: "restored", seen: 1 });
    expect([tab.socket.join.token, tab.socket.numbers]).toEqual(["token-1-1", [2]]);
  });
});

test("a page out of the back/forward cache goes on from where the pages after it have come to", async () => {
  const storage = new FakeStorage();
  const first = new Tab({}, new FakeWindow(storage)).join();
  first.keep(1, 1, 0);
  const promise = first.send("a");
  first.window.dispatch("pagehide");
  const second = new Tab({}, new FakeWindow(storage)).join({ outcome: "restored", gen: 2 });
  second.keep(2, 1, 1);
  second.send("b");
  second.window.dispatch("pagehide");
  first.window.dispatch("pageshow");
  first.join({ outcome: "restored", gen: 3, seen: 1 });
  expect(first.socket.join.token).toBe("token-2-1");
  expect(first.socket.join.attempt).toBeGreaterThan(second.socket.join.attempt);
  expect(first.socket.events.map(({ n, name }) => `${n}${name}`)).toEqual(["2b"]);
  expect(await stateOf(promise)).toBe("rejected closed");
});

test("two views of one page do not touch each other", () => {
  const window = new FakeWindow();
  const left = new Tab({ view: "cart/left" }, window).join();
  left.keep(1, 1, 0);
  const right = new Tab({ view: "cart" }, window).join();
  right.keep(7, 7, 0);
  right.view.forget();
  expect(Object.keys(left.storage).filter((key) => !key.startsWith("livestash:cart/left:"))).toEqual([
    "livestash:cart:attempt",
  ]);
  expect(Object.keys(left.storage)).toHaveLength(4);
});

test("a page out of the back/forward cache takes over what a page that never joined has left", async () => {
  const storage = new FakeStorage();
  const first = new Tab({}, new FakeWindow(storage)).join();
  first.keep(1, 1, 0);
  first.window.dispatch("pagehide");
  const second = new Tab({}, new FakeWindow(storage));
  second.send("b");
  second.window.dispatch("pagehide");
  first.window.dispatch("pageshow");
  first.join({ outcome: "restored", gen: 2 });
  expect(first.socket.events.map(({ name }) => name)).toEqual(["b"]);
});

test("a page out of the back/forward cache does not bring back what was forgotten", () => {
  const storage = new FakeStorage();
  const first = new Tab({}, new FakeWindow(storage)).join();
  first.keep(1, 1, 0);
  first.window.dispatch("pagehide");
  new Tab({}, new FakeWindow(storage)).view.forget();
  first.window.dispatch("pageshow");
  first.join();
  expect(first.socket.join.token).toBeUndefined();
});

test("a page out of the back/forward cache begins anew if it survives reloads only", () => {
  const storage = new FakeStorage();
  const first = new Tab({ survives: "reload" }, new FakeWindow(storage)).join();
  first.keep(1, 1, 0);
  first.window.dispatch("pagehide");
  const later = new FakeWindow(storage);
  later.clock.advance(1_000);
  const second = new Tab({ survives: "reload" }, later);
  second.join();
  expect(second.socket.join.token).toBeUndefined();
  second.keep(2, 1, 0);
  second.window.dispatch("pagehide");
  first.window.dispatch("pageshow");
  first.join();
  expect(first.socket.join.token).toBeUndefined();
});
