import { connect } from "under-test";
import { describe, expect, test } from "vitest";
import { FakeWindow } from "./support/fake-window.js";
import { SID, Tab } from "./support/tab.js";

describe("a connection", () => {
  test("open - live - cut - connecting - live", () => {
    const tab = new Tab();
    expect(tab.view.status).toBe("connecting");
    tab.join({ data: 1 });
    expect(tab.view.status).toBe("live");
    tab.cutLater();
    tab.join({ data: 2, outcome: "adopted", gen: 2 });
    expect(tab.told).toEqual([
      "live",
      "joined new",
      "render 1",
      "connecting",
      "live",
      "joined adopted",
      "render 2",
    ]);
    expect(tab.window.sockets).toHaveLength(2);
  });

  test("open - live - cut soon - waiting - connecting - live", () => {
    const tab = new Tab().join();
    tab.window.clock.advance(4_999);
    tab.socket.cut();
    expect(tab.window.clock.delays).toEqual([300]);
    tab.window.clock.advance(300);
    tab.join();
    expect(tab.statuses).toEqual(["live", "waiting", "connecting", "live"]);
  });

  test("open - never answered - waiting - connecting", () => {
    const tab = new Tab();
    tab.socket.open();
    tab.window.clock.advance(30_000);
    expect(tab.statuses).toEqual(["waiting"]);
    expect(tab.socket.isClosed).toBe(true);
    tab.window.clock.advance(300);
    expect(tab.window.sockets).toHaveLength(2);
  });

  test("tells how the view arrived", () => {
    const tab = new Tab();
    tab.window.clock.advance(100);
    tab.socket.open();
    tab.window.clock.advance(40);
    tab.socket.receive({ t: "joined", sid: SID, gen: 4, outcome: "restored", seen: 3, data: null });
    expect(tab.arrivals).toEqual([{ sid: SID, gen: 4, outcome: "restored", seen: 3, ms: 40 }]);
  });

  test("joins once, with an attempt that only grows and parameters of that moment", () => {
    let count = 0;
    const tab = new Tab({ params: () => ({ count: ++count }) });
    tab.join();
    const first = tab.socket.join;
    expect(tab.socket.sent).toEqual([first]);
    expect(first).toEqual({
      t: "join",
      view: "cart",
      attempt: tab.window.clock.now + 1,
      parts: true,
      patches: true,
      params: { count: 2 },
    });
    tab.cutLater();
    tab.join();
    expect(tab.socket.join.attempt).toBeGreaterThan(first.attempt);
    expect(tab.socket.join.params).toEqual({ count: 3 });
  });

  test("goes on with the last parameters when the function for them throws, and reports that", () => {
    let broken = false;
    const params = () => {
      if (broken) throw new Error("broken");
      return { page: 1 };
    };
    const tab = new Tab({ params }).join();
    broken = true;
    tab.cutLater();
    tab.join();
    expect(tab.socket.join.params).toEqual({ page: 1 });
    tab.window.clock.advance(0);
    expect(tab.window.errors).toEqual([new Error("broken")]);
  });
});

describe("the address", () => {
  test.each([
    ["/live", "wss://example.test/live"],
    ["live/sheet?v=2", "wss://example.test/shop/live/sheet?v=2"],
    ["https://other.test/live", "wss://other.test/live"],
    ["http://other.test/live", "ws://other.test/live"],
    ["ws://other.test/live", "ws://other.test/live"],
    [new URL("wss://other.test/live"), "wss://other.test/live"],
  ])("%s", (url, expected) => {
    const environment = new FakeWindow();
    connect(url, { view: "cart", environment });
    expect([environment.socket.url, environment.socket.protocol]).toEqual([expected, "livestash.v1"]);
  });
});

describe("connect throws", () => {
  test("at an address that is none", () => {
    expect(() => connect("https://", { view: "cart", environment: new FakeWindow() })).toThrow(TypeError);
  });

  test("what params throws", () => {
    const params = () => {
      throw new Error("broken");
    };
    expect(() => new Tab({ params })).toThrow("broken");
  });
});

describe("close code", () => {
  test.each([
    [4001, "superseded"],
    [4004, "outdated"],
    [4006, "refused"],
  ])("%i stops: %s", (code, status) => {
    const tab = new Tab().join();
    tab.cutLater(code);
    expect(tab.statuses).toEqual(["live", status]);
    tab.window.clock.advance(1_000_000);
    tab.window.dispatch("online");
    expect(tab.window.sockets).toHaveLength(1);
    expect(tab.window.listeners).toBe(0);
  });

  test("4006 says why, whether the tab has joined or not", () => {
    const reasons: (string | undefined)[] = [];
    for (const hasJoined of [false, true]) {
      const tab = new Tab({ onStatus: (status, _, reason) => status === "refused" && reasons.push(reason) });
      if (hasJoined) tab.join();
      else tab.socket.open();
      tab.socket.cut(4006, "This board is closed.");
      expect(tab.view.status).toBe("refused");
    }
    expect(reasons).toEqual(["This board is closed.", "This board is closed."]);
  });

  test("4002 stops when it comes three times in a row", () => {
    const tab = new Tab();
    const fault = (code: number) => {
      tab.socket.open();
      tab.socket.cut(code);
      tab.window.clock.runNext();
    };
    for (const code of [4002, 4002, 1006, 4002, 4002]) fault(code);
    expect(tab.view.status).toBe("connecting");
    fault(4002);
    expect(tab.view.status).toBe("failed");
  });

  test("4002 after a stable time is the first of a row", () => {
    const tab = new Tab();
    for (let i = 0; i < 5; i++) {
      tab.join();
      tab.cutLater(4002);
      tab.window.clock.advance(500);
    }
    expect(tab.view.status).toBe("connecting");
  });

  test.each([1011, 1012, 1013, 4003])("%i is followed by a wait", (code) => {
    const tab = new Tab().join();
    tab.cutLater(code);
    expect(tab.statuses).toEqual(["live", "waiting"]);
  });

  test("1001 is followed by a connection at once", () => {
    const tab = new Tab().join();
    tab.cutLater(1001);
    expect(tab.statuses).toEqual(["live", "connecting"]);
  });
});

describe("a server that breaks the protocol", () => {
  const broken: [string, object[]][] = [
    ["renders before joined", [{ t: "render", seen: 0, data: 1 }]],
    ["answers before joined", [{ t: "done", n: 1 }]],
    ["keeps before joined", [{ t: "keep", gen: 1, seq: 1, seen: 0, bytes: 1, token: "a" }]],
    ["works before joined", [{ t: "working", n: 1 }]],
    ["sends rubbish", [{ t: "joined" }]],
  ];
  test.each(broken)("%s: it is left, and after three times for good", (_, frames) => {
    const tab = new Tab();
    for (let i = 0; i < 3; i++) {
      tab.socket.open();
      for (const frame of frames) tab.socket.receive(frame);
      tab.window.clock.advance(2_000);
    }
    expect(tab.statuses).toEqual(["waiting", "connecting", "waiting", "connecting", "failed"]);
    expect(tab.told.filter((word) => word.startsWith("render"))).toEqual([]);
  });

  test("joins twice: it is left", () => {
    const tab = new Tab().join();
    tab.socket.receive({ t: "joined", sid: SID, gen: 2, outcome: "new", seen: 0, data: 2 });
    expect(tab.told).toEqual(["live", "joined new", "render null", "waiting"]);
  });

  test("sends a frame of a later release: it is not left", () => {
    const tab = new Tab().join();
    tab.socket.receive({ t: "later", n: 1 });
    expect(tab.view.status).toBe("live");
  });
});

describe("the end", () => {
  test("closes the socket, stops the timers and listens to nothing any more", () => {
    const tab = new Tab().join();
    expect(tab.window.listeners).toBe(7);
    tab.view.close();
    tab.view.close();
    expect([tab.view.status, tab.socket.isClosed]).toEqual(["closed", true]);
    expect([tab.window.listeners, tab.window.clock.delays]).toEqual([0, []]);
    expect(tab.statuses).toEqual(["live", "closed"]);
  });

  test("comes while waiting too", () => {
    const tab = new Tab();
    tab.socket.cut();
    tab.view.close();
    expect(tab.window.clock.delays).toEqual([]);
    expect(tab.statuses).toEqual(["waiting", "closed"]);
  });

  test.each(["live", "joined new"])(
    "may be brought about in a callback, and nothing is told after it: %s",
    (at) => {
      const tab: Tab = new Tab({
        onStatus: (status) => {
          tab.told.push(status);
          if (status === at) tab.view.close();
        },
        onJoined: ({ outcome }) => {
          tab.told.push(`joined ${outcome}`);
          if (at === `joined ${outcome}`) tab.view.close();
        },
      });
      tab.join();
      expect(tab.told).toEqual(at === "live" ? ["live", "closed"] : ["live", "joined new", "closed"]);
    },
  );
});

test("a callback that throws is reported, and all goes on", () => {
  const fail = (what: string) => () => {
    throw new Error(what);
  };
  const tab = new Tab({
    onStatus: fail("status"),
    onJoined: fail("joined"),
    onRender: fail("render"),
    onSnapshot: fail("snapshot"),
  }).join();
  tab.keep(1, 1, 0);
  tab.window.clock.advance(0);
  expect(tab.window.errors).toEqual(
    ["status", "joined", "render", "snapshot"].map((what) => new Error(what)),
  );
  expect(tab.view.status).toBe("live");
  expect(tab.socket.sent.at(-1)).toEqual({ t: "kept", gen: 1, seq: 1 });
});
