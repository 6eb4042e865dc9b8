import { describe, expect, test } from "vitest";
import { FakeWindow } from "./support/fake-window.js";
import { Tab } from "./support/tab.js";

/** A page that is live, and holds snapshot 1.1. */
const live = (window = new FakeWindow()): Tab => {
  const tab = new Tab({}, window).join();
  tab.keep(1, 1, 0);
  tab.socket.sent.length = 0;
  return tab;
};
const sent = (tab: Tab) => tab.socket.sent.map(({ t }) => t);
const asleep = { t: "asleep", gen: 1, seq: 1 };

describe("a session that sleeps", () => {
  test("is brought its state before the next event, and once", () => {
    const tab = live();
    tab.socket.receive(asleep);
    expect(sent(tab)).toEqual([]);
    tab.send("a");
    tab.send("b");
    expect(sent(tab)).toEqual(["wake", "event", "event"]);
    expect(tab.socket.sent[0]).toEqual({ t: "wake", token: "token-1-1" });
  });

  test("also before a volatile one", () => {
    const tab = live();
    tab.socket.receive(asleep);
    tab.view.send("a", null, { volatile: true });
    expect(sent(tab)).toEqual(["wake", "event"]);
  });

  test("is brought its state when that is needed, and once", () => {
    const tab = live();
    tab.socket.receive(asleep);
    tab.socket.receive({ t: "needed" });
    tab.socket.receive({ t: "needed" });
    tab.send("a");
    expect(sent(tab)).toEqual(["wake", "event"]);
  });

  test("is brought nothing that was not let go of", () => {
    const tab = live();
    tab.socket.receive({ t: "needed" });
    tab.send("a");
    expect(sent(tab)).toEqual(["event"]);
  });

  test("has sent it and is asked all the same - says nothing twice", () => {
    const tab = live();
    tab.socket.receive(asleep);
    tab.send("a");
    tab.socket.receive({ t: "needed" });
    expect(sent(tab)).toEqual(["wake", "event"]);
  });

  test("sleeps again", () => {
    const tab = live();
    tab.socket.receive(asleep);
    tab.send("a");
    tab.keep(1, 2, 1);
    tab.socket.receive({ t: "asleep", gen: 1, seq: 2 });
    tab.send("b");
    expect(sent(tab)).toEqual(["wake", "event", "kept", "wake", "event"]);
    expect(tab.socket.sent[3]).toMatchObject({ token: "token-1-2" });
  });

  test("brings the newest patch, too", () => {
    const tab = live();
    tab.socket.receive({ t: "keep", gen: 1, seq: 2, seen: 0, bytes: 9, token: "patch-1-2", base: "1.1" });
    tab.socket.receive({ t: "asleep", gen: 1, seq: 2 });
    tab.send("a");
    expect(tab.socket.sent[1]).toEqual({ t: "wake", token: "token-1-1", patch: "patch-1-2" });
  });

  test("is another socket's matter after a reconnect", () => {
    const tab = live();
    tab.socket.receive(asleep);
    tab.socket.cut();
    tab.window.clock.runNext();
    tab.join({ outcome: "restored", gen: 2 });
    tab.send("a");
    expect(sent(tab)).toEqual(["join", "event"]);
  });

  test("does not change what the page is told", () => {
    const tab = live();
    tab.socket.receive(asleep);
    expect(tab.view.status).toBe("live");
  });
});

describe("a page that nobody looks at", () => {
  const hide = (tab: Tab, isHidden: boolean) => {
    tab.window.document = { hidden: isHidden, baseURI: "https://shop.example/" };
    tab.window.dispatch("visibilitychange");
  };

  test("says so", () => {
    const tab = live();
    hide(tab, true);
    expect(sent(tab)).toEqual(["hidden"]);
  });

  test("says nothing while it is not live", () => {
    const tab = new Tab();
    hide(tab, true);
    expect(tab.socket.sent).toEqual([]);
  });

  test("asks whether the server is there when it is seen", () => {
    const tab = live();
    hide(tab, true);
    hide(tab, false);
    expect(sent(tab)).toEqual(["hidden", "ping"]);
  });
});
