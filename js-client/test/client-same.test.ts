import { describe, expect, test } from "vitest";
import { FakeStorage } from "./support/fake-storage.js";
import { FakeWindow } from "./support/fake-window.js";
import { Tab } from "./support/tab.js";

/** A page that has stored what it shows. */
const kept = (tab = new Tab()): Tab => {
  tab.join({ data: ["a"] });
  tab.keep(1, 1, 0);
  return tab;
};
const back = (tab: Tab): Tab => {
  tab.cutLater();
  tab.socket.open();
  return tab;
};
const said = (tab: Tab) => back(tab).socket.join.shows;

describe("a page that shows what its snapshot was made with", () => {
  test("says so when it comes back, and not before", () => {
    const tab = kept();
    expect(tab.socket.join.shows).toBeUndefined();
    expect(said(tab)).toBe(true);
  });

  test("says so again when its next join has failed", () => {
    expect(said(back(kept()))).toBe(true);
  });

  test("does not, while it has no snapshot of what it shows", () => {
    expect(said(new Tab().join())).toBeFalsy();
    const tab = kept();
    tab.socket.receive({ t: "render", seen: 0, data: ["b"] });
    expect(said(tab)).toBe(false);
  });

  test("does, once it has one", () => {
    const tab = kept();
    tab.socket.receive({ t: "render", seen: 0, data: ["b"] });
    tab.keep(1, 2, 0);
    expect(said(tab)).toBe(true);
  });

  test("does not where it could not take that one", () => {
    const tab = kept();
    tab.socket.receive({ t: "render", seen: 0, data: ["b"] });
    tab.socket.receive({ t: "keep", gen: 1, seq: 2, seen: 0, bytes: 9, token: "patch", base: "9.9" });
    expect(said(tab)).toBe(false);
  });

  test("does not while it has something to send, which brings its state anyway", () => {
    const tab = kept();
    tab.cutLater();
    tab.send("a");
    tab.socket.open();
    expect(tab.socket.join.shows).toBe(false);
  });

  test("does where its storage has no room: it holds that in memory", () => {
    const tab = new Tab();
    tab.window.sessionStorage?.limit(0);
    expect(said(kept(tab))).toBe(true);
  });

  test.each(["needed", "an event"])(
    "does not after it was woken for %s, until that has led to a snapshot",
    (what) => {
      const tab = kept();
      tab.socket.receive({ t: "asleep", gen: 1, seq: 1 });
      if (what === "needed") tab.socket.receive({ t: "needed" });
      else tab.send("a");
      expect(said(tab)).toBe(false);
      tab.join({ gen: 2 });
      tab.keep(2, 2, 0);
      expect(said(tab)).toBe(true);
    },
  );

  test("does not when it was put away, and another page of its tab has had a later state", () => {
    const storage = new FakeStorage();
    const tab = kept(new Tab({}, new FakeWindow(storage)));
    tab.window.dispatch("pagehide");
    const other = new Tab({}, new FakeWindow(storage)).join({ outcome: "restored", gen: 2 });
    other.keep(2, 2, 0);
    other.window.dispatch("pagehide");
    tab.window.dispatch("pageshow");
    tab.socket.open();
    expect(tab.socket.join).toMatchObject({ token: "token-2-2" });
    expect(tab.socket.join.shows).toBeFalsy();
  });

  test("does not after it was shown something else by a server of before", () => {
    const tab = back(kept());
    tab.socket.receive({
      t: "joined",
      sid: "0000000000000000000000",
      gen: 1,
      outcome: "new",
      reason: "newer",
      seen: 0,
      data: ["old"],
    });
    expect(said(tab)).toBe(false);
  });

  test("is not given it again, and brings its state with its next event", () => {
    const tab = back(kept());
    const told = tab.told.length;
    tab.socket.receive({
      t: "joined",
      sid: tab.arrivals[0]?.sid,
      gen: 2,
      outcome: "restored",
      seen: 0,
      data: {},
      check: 0,
    });
    // The application is told what it has, for it may have put something else in its place meanwhile.
    expect(tab.told.slice(told)).toEqual(["live", "joined restored", 'render ["a"]']);
    expect(tab.arrivals.at(-1)).not.toHaveProperty("check");
    tab.socket.receive({ t: "keep", gen: 2, seq: 2, seen: 0, bytes: 9, token: "patch", base: "1.1" });
    tab.socket.receive({ t: "asleep", gen: 2, seq: 2 });
    tab.send("a");
    expect(tab.socket.sent.slice(1).map(({ t }) => t)).toEqual(["kept", "wake", "event"]);
    expect(tab.socket.sent.at(-2)).toEqual({ t: "wake", token: "token-1-1", patch: "patch" });
    tab.socket.receive({ t: "render", seen: 1, data: ["b"] });
    expect(tab.told.at(-1)).toBe('render ["b"]');
  });
});
