import { connect } from "under-test";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Environment, WindowLike } from "../src/environment.js";
import { FakeStorage } from "./support/fake-storage.js";
import { FakeWindow } from "./support/fake-window.js";
import { SID, Tab } from "./support/tab.js";

// Where a view may be: frames, workers, behind wrappers, in test environments. The development build warns in some.

afterEach(() => {
  vi.restoreAllMocks();
});
const hush = () => vi.spyOn(console, "warn").mockImplementation(() => {});

describe("an address is resolved", () => {
  const resolved = (url: string, change: (window: FakeWindow) => void) => {
    const environment = new FakeWindow();
    change(environment);
    connect(url, { view: "cart", environment });
    return environment.socket.url;
  };
  const based = (baseURI: string) => (window: FakeWindow) => {
    window.location = { href: "about:srcdoc" };
    window.document = { hidden: false, baseURI };
  };
  const inWorker = (href: string) => (window: FakeWindow) => {
    window.document = undefined;
    window.location = { href };
  };

  test.each([
    ["live", based("https://example.test/shop/page"), "wss://example.test/shop/live"],
    ["/live", based("https://example.test/shop/page"), "wss://example.test/live"],
    ["live", based("https://example.test/"), "wss://example.test/live"],
    ["live", based("http://cdn.test/a/"), "ws://cdn.test/a/live"],
    ["live", inWorker("https://example.test/js/worker.js"), "wss://example.test/js/live"],
  ])("%s", (url, change, expected) => {
    expect(resolved(url, change)).toBe(expected);
  });

  test("without anything to resolve it against, if it is whole", () => {
    const nowhere = (window: FakeWindow) => {
      window.document = window.location = undefined;
    };
    expect(resolved("wss://example.test/live", nowhere)).toBe("wss://example.test/live");
    expect(() => resolved("/live", nowhere)).toThrow(TypeError);
  });
});

/** A window with what there is in a worker. */
function worker(): FakeWindow {
  const window = new FakeWindow(undefined);
  window.document = undefined;
  window.sessionStorage = undefined;
  window.performance = { now: () => window.clock.elapsed };
  return window;
}

describe("in a worker", () => {
  test("live - lost - waiting - live, with the state and the events", () => {
    const tab = new Tab({}, worker()).join();
    tab.send("a");
    tab.keep(1, 1, 1);
    tab.send("b");
    tab.socket.cut();
    expect(tab.snapshots[0]?.stored).toBe("blocked");
    tab.window.clock.runNext();
    tab.join({ outcome: "restored", gen: 2, seen: 1 });
    expect(tab.socket.join.token).toBe("token-1-1");
    expect(tab.socket.numbers).toEqual([2]);
    expect(tab.statuses).toEqual(["live", "waiting", "connecting", "live"]);
  });

  test("the network comes back: connects at once", () => {
    const tab = new Tab({}, worker());
    tab.socket.cut();
    tab.window.dispatch("online");
    expect(tab.view.status).toBe("connecting");
  });
});

test("survives reloads only, where there is no telling a reload: begins anew", () => {
  const window = new FakeWindow(new FakeStorage({ "livestash:cart:e1": "x" }));
  window.performance = { now: () => window.clock.elapsed };
  const tab = new Tab({ survives: "reload" }, window).join();
  expect(tab.socket.join.token).toBeUndefined();
  expect(Object.keys(tab.storage)).toEqual(["livestash:cart:attempt"]);
});

test.each([null, undefined])("a storage that is %s is blocked", (storage) => {
  const window = new FakeWindow();
  window.sessionStorage = storage;
  const tab = new Tab({}, window).join();
  tab.keep(1, 1, 0);
  expect(tab.snapshots[0]?.stored).toBe("blocked");
  expect(tab.socket.sent.at(-1)).toEqual({ t: "unkept", gen: 1, seq: 1, why: "blocked" });
});

test("without what can be done without: goes on", () => {
  const window = new FakeWindow();
  const { WebSocket, performance, setTimeout, clearTimeout } = window;
  const environment: Environment = {
    ...{ WebSocket, performance, setTimeout, clearTimeout },
    Date: window.Date,
    Math: window.Math,
  };
  const view = connect("wss://example.test/live", { view: "cart", environment });
  window.socket.cut();
  expect(view.status).toBe("waiting");
  window.clock.runNext();
  expect(window.sockets).toHaveLength(2);
});

describe("behind a wrapper that drops the signal of a listener, nothing revives a view", () => {
  const ends: [string, (tab: Tab) => void][] = [
    ["close", ({ view }) => view.close()],
    ["forget", ({ view }) => view.forget()],
    ["superseded", (tab) => tab.socket.cut(4001)],
  ];
  test.each(ends)("after %s", (_, end) => {
    const window = new FakeWindow();
    window.dropsSignal = true;
    const tab = new Tab({}, window).join();
    end(tab);
    const { status } = tab.view;
    for (const type of ["pagehide", "pageshow", "online", "visibilitychange", "resume"])
      window.dispatch(type);
    window.clock.advance(100_000);
    tab.view.retry();
    expect(tab.view.status).toBe(status);
    expect(window.sockets).toHaveLength(1);
    new Tab({}, window).join().keep(1, 1, 0);
    expect(Object.keys(tab.storage)).toContain("livestash:cart:now");
  });
});

describe("a second view of a name in a tab", () => {
  /** A page whose frames share its storage, as they do in a tab. */
  const pageWithFrames = (count: number) => {
    const top = new FakeWindow();
    const frames = Array.from({ length: count }, () => new FakeWindow(top.sessionStorage ?? undefined));
    Object.assign(top, frames, { length: count });
    for (const window of [top, ...frames]) window.top = top;
    return [top, ...frames] as const;
  };
  /** Another origin's window: a script sees how many frames it has, and those. */
  const foreign = (...frames: WindowLike[]): WindowLike =>
    Object.assign(frames, {
      dispatchEvent: () => {
        throw new Error("SecurityError");
      },
    });
  const prefixes = ({ storage }: Tab) => [
    ...new Set(Object.keys(storage).map((key) => key.replace(/[^:]*$/, ""))),
  ];

  test("in one page stores apart, and neither has the other's state or events after a reload", () => {
    hush();
    const window = new FakeWindow();
    const left = new Tab({}, window).join();
    left.keep(1, 1, 0, { token: "left" });
    left.send("l");
    const right = new Tab({}, window).join();
    right.keep(1, 7, 0, { token: "right" });
    right.send("r");
    const reloaded = window.reload();
    const [first, second] = [new Tab({}, reloaded), new Tab({}, reloaded)];
    const tokens = reloaded.sockets.map((socket) => {
      socket.open();
      socket.receive({ t: "joined", sid: SID, gen: 2, outcome: "restored", seen: 0, data: null });
      return [socket.join.token, ...socket.events.map(({ name }) => name)];
    });
    expect(tokens).toEqual([
      ["left", "l"],
      ["right", "r"],
    ]);
    expect(prefixes(first).sort()).toEqual(["livestash:cart+:", "livestash:cart:"]);
    second.view.forget();
    expect(prefixes(second)).toHaveLength(2);
    expect(Object.keys(first.storage)).toContain("livestash:cart:e1");
    expect(Object.keys(first.storage)).not.toContain("livestash:cart+:e1");
  });

  test("and a third are all apart", () => {
    hush();
    const window = new FakeWindow();
    const tabs = ["a", "b", "c"].map(() => new Tab({}, window));
    for (const [i, tab] of tabs.entries()) tab.send(`${i}`);
    expect(prefixes(tabs[0] as Tab)).toEqual(["livestash:cart:", "livestash:cart+:", "livestash:cart++:"]);
  });

  test("in a frame, or in the page around it, stores apart", () => {
    hush();
    const [top, frame, other] = pageWithFrames(2);
    new Tab({}, frame).send("a");
    new Tab({}, other).send("b");
    const around = new Tab({}, top);
    expect(prefixes(around)).toEqual(["livestash:cart:", "livestash:cart+:", "livestash:cart++:"]);
  });

  test("in a frame within another origin's page or frame stores apart", () => {
    hush();
    const storage = new FakeStorage();
    const [one, two] = [new FakeWindow(storage), new FakeWindow(storage)];
    one.top = two.top = foreign(foreign(one), foreign(), two);
    new Tab({}, one).send("a");
    expect(prefixes(new Tab({}, two))).toEqual(["livestash:cart:", "livestash:cart+:"]);
  });

  test.each(["close", "forget"] as const)("after a %s of the first is not a second", (end) => {
    const warned = hush();
    const window = new FakeWindow();
    const tab = new Tab({}, window).join();
    tab.keep(1, 1, 0);
    tab.view[end]();
    const next = new Tab({}, window).join();
    expect(next.socket.join.token).toBe(end === "close" ? "token-1-1" : undefined);
    expect(prefixes(next)).toEqual(["livestash:cart:"]);
    expect(warned).not.toHaveBeenCalled();
  });

  test("is none in another tab, nor of another name", () => {
    const warned = hush();
    const [window, other] = [new FakeWindow(), new FakeWindow()];
    new Tab({}, window);
    new Tab({ view: "cart/left" }, window);
    new Tab({}, other);
    expect(Object.keys(other.sessionStorage?.items ?? {})).toEqual(["livestash:cart:attempt"]);
    expect(warned).not.toHaveBeenCalled();
  });
});
