import { describe, expect, test } from "vitest";
import { FakeBrowser, type Means } from "./support/fake-browser.js";
import type { FakeWindow } from "./support/fake-window.js";
import { OTHER_SID, SID, stateOf, Tab } from "./support/tab.js";

const THIRD_SID = "1111111111111111111111";

/** A page that holds a snapshot with the events up to 1, and events 2 and 3 above it. */
const original = async (browser: FakeBrowser): Promise<Tab> => {
  const tab = new Tab({}, browser.open()).join();
  await browser.pass(201);
  tab.send("a");
  tab.keep(1, 1, 1);
  tab.send("b");
  tab.send("c");
  return tab;
};
/** The page's socket opens, and so much time passes. */
const openFor = async (browser: FakeBrowser, window: FakeWindow, ms = 501): Promise<Tab> => {
  const tab = new Tab({}, window);
  tab.socket.open();
  await browser.pass(ms);
  return tab;
};
const receive = (tab: Tab, answer: object) =>
  tab.socket.receive({ t: "joined", sid: SID, gen: 2, outcome: "restored", seen: 1, data: null, ...answer });
const forked = (tab: Tab, sid = OTHER_SID) => receive(tab, { sid, outcome: "forked" });
const reopen = async (browser: FakeBrowser, tab: Tab, ms = 501) => {
  while (tab.view.status === "waiting") browser.clock.runNext();
  tab.socket.open();
  await browser.pass(ms);
};
const rejoin = async (browser: FakeBrowser, tab: Tab) => {
  tab.socket.cut();
  await reopen(browser, tab);
};
/** A store had the state with event 2 in it, which the tab was not told of: it goes on from there, as another instance. */
const stale = async (browser: FakeBrowser): Promise<Tab> => {
  const tab = await original(browser);
  receive(tab, {});
  await rejoin(browser, tab);
  receive(tab, { sid: OTHER_SID, outcome: "forked", reason: "stale", seen: 2 });
  return tab;
};
const eventsOf = (tab: Tab) => tab.socket.events.map(({ n, name }) => `${n}${name}`);
const storedEvents = (tab: Tab) => Object.keys(tab.storage).filter((key) => /:e\d+$/.test(key));

describe("a fresh tab", () => {
  test.each(["locks", "channel", "neither"] as const)("joins at once: %s", (means) => {
    const tab = new Tab({}, new FakeBrowser(means).open());
    tab.socket.open();
    expect(tab.socket.join).not.toHaveProperty("fork");
  });
});

describe("a copied tab", () => {
  test("lock taken - forks, and the original goes on undisturbed", async () => {
    const browser = new FakeBrowser();
    const first = await original(browser);
    const copy = await openFor(browser, browser.copy(first.window), 499);
    expect(copy.socket.sent).toEqual([]);
    await browser.pass(2);
    expect(copy.socket.join).toMatchObject({ token: "token-1-1", fork: true });
    forked(copy);
    expect([copy.view.status, first.view.status, first.socket.isClosed]).toEqual(["live", "live", false]);
    await browser.pass(10);
    expect(browser.locked).toEqual([`livestash:${SID}`, `livestash:${OTHER_SID}`]);
  });

  test("lock taken, but let go of in time - joins as itself", async () => {
    const browser = new FakeBrowser();
    const first = await original(browser);
    const copy = await openFor(browser, browser.copy(first.window), 100);
    first.view.close();
    await browser.pass(10);
    expect(copy.socket.join.fork).toBe(false);
  });

  test("no locks, but a channel - forks as soon as the original speaks up", async () => {
    const browser = new FakeBrowser("channel");
    const first = await original(browser);
    const copy = await openFor(browser, browser.copy(first.window), 5);
    expect(copy.socket.join.fork).toBe(true);
    forked(copy);
    expect(first.view.status).toBe("live");
  });

  test("neither - lets the server judge", async () => {
    const browser = new FakeBrowser("neither");
    const first = await original(browser);
    const copy = await openFor(browser, browser.copy(first.window), 0);
    expect(copy.socket.join).toMatchObject({ token: "token-1-1" });
    expect(copy.socket.join).not.toHaveProperty("fork");
  });

  test.each(["locks that are refused", "a channel that throws"] as const)(
    "%s - lets the server judge",
    async (means) => {
      const browser = new FakeBrowser(means);
      const first = await original(browser);
      const copy = await openFor(browser, browser.copy(first.window), 5);
      expect(copy.socket.join).not.toHaveProperty("fork");
      receive(copy, {});
      expect(copy.view.status).toBe("live");
    },
  );

  test.each(["locks", "channel"] as const)("asks no more once it knows: %s", async (means) => {
    const browser = new FakeBrowser(means);
    const first = await original(browser);
    const copy = await openFor(browser, browser.copy(first.window));
    first.view.close();
    await browser.pass(300);
    expect([browser.locked, browser.channels, copy.socket.sent.length]).toEqual([[], 0, 1]);
  });

  test.each(["locks", "channel"] as const)("can be copied itself: %s", async (means) => {
    const browser = new FakeBrowser(means);
    const first = await original(browser);
    const copy = await openFor(browser, browser.copy(first.window));
    forked(copy);
    copy.keep(2, 1, 1);
    await browser.pass(201);
    const next = await openFor(browser, browser.copy(copy.window));
    expect(next.socket.join).toMatchObject({ token: "token-2-1", fork: true });
    copy.socket.cut();
    await reopen(browser, copy, 0);
    expect(copy.socket.join).toMatchObject({ token: "token-2-1", fork: false });
  });

  test("does not wait with what was lost meanwhile: the next socket asks again", async () => {
    const browser = new FakeBrowser();
    const first = await original(browser);
    const copy = await openFor(browser, browser.copy(first.window), 400);
    const lost = copy.socket;
    lost.cut();
    await reopen(browser, copy, 499);
    expect([lost.sent, copy.socket.sent]).toEqual([[], []]);
    await browser.pass(2);
    expect(copy.socket.join.fork).toBe(true);
    expect(lost.sent).toEqual([]);
  });
});

describe("two that ask at the same time", () => {
  test.each([
    [0.2, 0.7],
    [0.7, 0.2],
  ])("channel - one of them is the copy: %d, %d", async (one, two) => {
    const browser = new FakeBrowser("channel");
    const gone = await original(browser);
    const windows = [browser.reload(gone.window), browser.copy(gone.window)] as const;
    windows[0].random = one;
    windows[1].random = two;
    const tabs = windows.map((window) => new Tab({}, window));
    for (const { socket } of tabs) socket.open();
    await browser.pass(201);
    expect(tabs.map(({ socket }) => socket.join.fork)).toEqual([
      one < two || undefined,
      two < one || undefined,
    ]);
  });

  test("locks - the first one goes on", async () => {
    const browser = new FakeBrowser();
    const gone = await original(browser);
    const tabs = [browser.reload(gone.window), browser.copy(gone.window)].map(
      (window) => new Tab({}, window),
    );
    for (const { socket } of tabs) socket.open();
    await browser.pass(501);
    expect(tabs.map(({ socket }) => socket.join.fork)).toEqual([false, true]);
  });
});

describe("a tab that is no copy", () => {
  test("reload - lock free a moment later - joins as itself", async () => {
    const browser = new FakeBrowser();
    browser.releaseMs = 300;
    const first = await original(browser);
    const next = await openFor(browser, browser.reload(first.window), 299);
    expect(next.socket.sent).toEqual([]);
    await browser.pass(2);
    expect(next.socket.join).toMatchObject({ token: "token-1-1", fork: false });
    receive(next, {});
    expect(eventsOf(next)).toEqual(["2b", "3c"]);
  });

  test("a browser that is slow to grant a lock - waits for its answer", async () => {
    const browser = new FakeBrowser();
    const first = await original(browser);
    const window = browser.reload(first.window);
    await browser.pass(5);
    browser.lockMs = 2_000;
    const next = await openFor(browser, window, 1_990);
    expect(next.socket.sent).toEqual([]);
    await browser.pass(2_000);
    expect(next.socket.sent.length).toBe(1);
    expect(next.socket.join).toMatchObject({ token: "token-1-1", fork: false });
  });

  test("reload - silence on the channel - leaves it to the server, and speaks up from then on", async () => {
    const browser = new FakeBrowser("channel");
    const first = await original(browser);
    const next = await openFor(browser, browser.reload(first.window), 199);
    expect(next.socket.sent).toEqual([]);
    await browser.pass(1);
    expect(next.socket.join.fork).toBeUndefined();
    const copy = await openFor(browser, browser.copy(next.window), 5);
    expect(copy.socket.join.fork).toBe(true);
  });

  test.each(["locks", "channel"] as const)("reconnect - still has it - joins at once: %s", async (means) => {
    const browser = new FakeBrowser(means);
    const tab = await original(browser);
    tab.socket.cut();
    await reopen(browser, tab, 0);
    expect(tab.socket.join.fork).toBe(false);
  });

  test("holds one lock, of the instance that it shows", async () => {
    const browser = new FakeBrowser();
    const tab = await original(browser);
    tab.socket.cut();
    await reopen(browser, tab, 0);
    receive(tab, { sid: OTHER_SID, outcome: "new", reason: "expired", seen: 0 });
    await browser.pass(5);
    expect(browser.locked).toEqual([`livestash:${OTHER_SID}`]);
  });

  test("keeps the lock of its own instance while it shows a stand-in", async () => {
    const browser = new FakeBrowser();
    const tab = await original(browser);
    tab.socket.cut();
    await reopen(browser, tab, 0);
    receive(tab, { sid: OTHER_SID, outcome: "new", reason: "newer", seen: 0 });
    await browser.pass(5);
    expect(browser.locked).toEqual([`livestash:${SID}`]);
  });
});

describe("a page that is put away", () => {
  test.each(["locks", "channel"] as const)("pagehide releases, pageshow takes again: %s", async (means) => {
    const browser = new FakeBrowser(means);
    const tab = await original(browser);
    tab.window.dispatch("pagehide");
    await browser.pass(5);
    expect([browser.locked, browser.channels]).toEqual([[], 0]);
    tab.window.dispatch("pageshow");
    tab.socket.open();
    await browser.pass(201);
    expect(tab.socket.join.fork).toBe(means === "locks" ? false : undefined);
    expect([browser.locked.length, browser.channels]).toEqual(means === "locks" ? [1, 0] : [0, 1]);
  });

  test("lets go also while it asks", async () => {
    const browser = new FakeBrowser();
    const first = await original(browser);
    const copy = await openFor(browser, browser.copy(first.window), 100);
    const { socket } = copy;
    copy.window.dispatch("pagehide");
    first.view.close();
    await browser.pass(1_000);
    expect([browser.locked, socket.sent]).toEqual([[], []]);
  });

  test("forks if another tab has taken the instance meanwhile, with the events that it was told itself", async () => {
    const browser = new FakeBrowser();
    const first = await original(browser);
    const promise = first.send("d");
    first.window.dispatch("pagehide");
    await browser.pass(5);
    const other = await openFor(browser, browser.copy(first.window));
    expect(other.socket.join.fork).toBe(false);
    first.window.dispatch("pageshow");
    await reopen(browser, first);
    expect(first.socket.join.fork).toBe(true);
    forked(first);
    expect(eventsOf(first)).toEqual(["2b", "3c", "4d"]);
    expect(await stateOf(promise)).toBe("open");
  });

  test.each(["close", "forget"] as const)("%s releases", async (end) => {
    const browser = new FakeBrowser();
    const tab = await original(browser);
    tab.view[end]();
    await browser.pass(5);
    expect(browser.locked).toEqual([]);
  });
});

describe("superseded", () => {
  test("with the lock: tries again after a wait, with a higher attempt", async () => {
    const browser = new FakeBrowser();
    const tab = await original(browser);
    const { attempt } = tab.socket.join;
    tab.cutLater(4001);
    expect(tab.statuses).toEqual(["live", "waiting"]);
    expect(browser.clock.delays[0]).toBeGreaterThanOrEqual(100);
    await reopen(browser, tab, 0);
    expect(tab.socket.join).toMatchObject({ token: "token-1-1", fork: false });
    expect(tab.socket.join.attempt).toBeGreaterThan(attempt);
  });

  test("with the lock, again and again: waits longer and longer", async () => {
    const browser = new FakeBrowser();
    const tab = await original(browser);
    const waits: number[] = [];
    for (let i = 0; i < 5; i++) {
      const before = browser.clock.elapsed;
      tab.socket.cut(4001);
      while (tab.view.status === "waiting") browser.clock.runNext();
      waits.push(browser.clock.elapsed - before);
      tab.socket.open();
      receive(tab, {});
    }
    expect(waits.every((wait, i) => wait > (waits[i - 1] ?? 0))).toBe(true);
  });

  test.each<Means>(["channel", "neither", "locks that are refused"])(
    "without a lock: stops, and lets go: %s",
    async (means) => {
      const browser = new FakeBrowser(means);
      const tab = await original(browser);
      tab.cutLater(4001);
      expect(tab.statuses).toEqual(["live", "superseded"]);
      expect(browser.channels).toBe(0);
    },
  );

  test("after the lock was let go of: stops", async () => {
    const browser = new FakeBrowser();
    const tab = await original(browser);
    tab.window.dispatch("pagehide");
    tab.window.dispatch("pageshow");
    tab.socket.open();
    tab.socket.cut(4001);
    expect(tab.view.status).toBe("superseded");
  });
});

describe("the events of a copied tab", () => {
  /** By which means, and after how much time the tab knows whether it is a copy. */
  const means: [Means, number][] = [
    ["locks", 501],
    ["channel", 5],
    ["neither", 0],
  ];

  test.each(means)("are its own alone: %s", async (means, ms) => {
    const browser = new FakeBrowser(means);
    const first = await original(browser);
    const copy = new Tab({}, browser.copy(first.window));
    const promises = [copy.send("x"), copy.send("y")];
    await reopen(browser, copy, ms);
    expect(copy.socket.events).toEqual([]);
    forked(copy);
    promises.push(copy.send("z"));
    expect(eventsOf(copy)).toEqual(["2x", "3y", "4z"]);
    expect(storedEvents(copy)).toEqual(["e2", "e3", "e4"].map((key) => `livestash:cart:${key}`));
    copy.socket.receive({ t: "done", n: 3, reply: "Y" });
    expect(await Promise.all(promises.map(stateOf))).toEqual(["open", 'resolved "Y"', "open"]);
  });

  test.each(means)("are not lost with a connection before the first snapshot: %s", async (means, ms) => {
    const browser = new FakeBrowser(means);
    const first = await original(browser);
    const copy = await openFor(browser, browser.copy(first.window), ms);
    forked(copy);
    const promise = copy.send("x");
    copy.socket.cut();
    copy.send("y");
    await reopen(browser, copy, 0);
    expect(copy.socket.join).toMatchObject({ token: "token-1-1", fork: true });
    forked(copy, THIRD_SID);
    expect(eventsOf(copy)).toEqual(["2x", "3y"]);
    copy.socket.receive({ t: "done", n: 2, reply: 1 });
    expect(await stateOf(promise)).toBe("resolved 1");
  });

  test.each(means)("are not lost with a page before the first snapshot: %s", async (means, ms) => {
    const browser = new FakeBrowser(means);
    const first = await original(browser);
    const copy = await openFor(browser, browser.copy(first.window), ms);
    forked(copy);
    copy.send("x");
    first.view.close();
    const next = await openFor(browser, browser.reload(copy.window), 0);
    expect(next.socket.join).toMatchObject({ token: "token-1-1", fork: true });
    next.send("y");
    forked(next, THIRD_SID);
    expect(eventsOf(next)).toEqual(["2x", "3y"]);
    next.keep(2, 1, 3);
    await browser.pass(201);
    next.socket.cut();
    await reopen(browser, next, 0);
    expect(next.socket.join.token).toBe("token-2-1");
    expect(next.socket.join.fork).toBe(means === "neither" ? undefined : false);
  });

  test("are not lost with a page that goes on from a state that had come further than its token", async () => {
    const browser = new FakeBrowser();
    const first = await stale(browser);
    first.send("d");
    expect(eventsOf(first)).toEqual(["3c", "4d"]);
    const next = await openFor(browser, browser.reload(first.window));
    forked(next, THIRD_SID);
    expect(eventsOf(next)).toEqual(["2c", "3d"]);
  });

  test("are not known to a page that was told of an older state and died: the next one tells its user, once", async () => {
    const browser = new FakeBrowser();
    const first = await original(browser);
    await rejoin(browser, first);
    receive(first, { sid: OTHER_SID, outcome: "forked", reason: "stale", seen: 1 });
    const next = new Tab({}, browser.reload(first.window));
    await reopen(browser, next);
    forked(next, THIRD_SID);
    next.keep(2, 1, 1);
    await browser.pass(201);
    await rejoin(browser, next);
    receive(next, { sid: THIRD_SID, outcome: "adopted" });
    expect(next.arrivals.map(({ reason }) => reason)).toEqual(["stale", undefined]);
  });

  test("are the other tab's, and the state is not an older one", async () => {
    const browser = new FakeBrowser();
    const first = await original(browser);
    const copy = new Tab({}, browser.copy(first.window));
    await reopen(browser, copy);
    forked(copy);
    const next = new Tab({}, browser.reload(copy.window));
    await reopen(browser, next);
    forked(next, THIRD_SID);
    expect([copy, next].map(({ arrivals }) => arrivals[0]?.reason)).toEqual([undefined, undefined]);
  });

  test("are not lost with a page that forks twice, from further back the second time", async () => {
    const browser = new FakeBrowser();
    const first = await stale(browser);
    await rejoin(browser, first);
    forked(first, THIRD_SID);
    expect(eventsOf(first)).toEqual(["2c"]);
    const next = await openFor(browser, browser.reload(first.window));
    forked(next);
    expect(eventsOf(next)).toEqual(["2c"]);
  });

  test("are not known to a server that goes further back the second time: the page tells its user again", async () => {
    const browser = new FakeBrowser();
    const first = await stale(browser);
    await rejoin(browser, first);
    forked(first, THIRD_SID);
    first.keep(2, 1, 1);
    await browser.pass(201);
    await rejoin(browser, first);
    receive(first, { sid: THIRD_SID, outcome: "adopted" });
    expect(first.arrivals.slice(-3).map(({ reason }) => reason)).toEqual(["stale", "stale", undefined]);
  });

  test("are not lost with a state that was in a server's memory only, whatever was told of it before", async () => {
    const browser = new FakeBrowser();
    const first = await stale(browser);
    await rejoin(browser, first);
    receive(first, { sid: THIRD_SID, outcome: "new", seen: 0 });
    expect(first.arrivals.at(-1)?.reason).toBeUndefined();
    expect(eventsOf(first)).toEqual(["1c"]);
  });

  test("are known as its own before the server answers", async () => {
    const browser = new FakeBrowser();
    const first = await original(browser);
    const copy = await openFor(browser, browser.copy(first.window));
    copy.send("x");
    first.view.close();
    const next = await openFor(browser, browser.reload(copy.window));
    forked(next);
    expect(eventsOf(next)).toEqual(["2x"]);
  });

  test("are rejected if the state that was copied is too old by now", async () => {
    const browser = new FakeBrowser();
    const first = await original(browser);
    const copy = new Tab({}, browser.copy(first.window));
    const promise = copy.send("x");
    await reopen(browser, copy);
    receive(copy, { sid: OTHER_SID, outcome: "new", reason: "stale", seen: 0 });
    expect(await stateOf(promise)).toBe("rejected reset");
    expect(copy.socket.events).toEqual([]);
    copy.send("y");
    expect(eventsOf(copy)).toEqual(["1y"]);
  });

  test("in a page that dies while it learns that it is a copy: the original's are never sent", async () => {
    const names = new Set<string>();
    for (let mutations = 0; mutations < 12; mutations++) {
      const browser = new FakeBrowser();
      const first = await original(browser);
      const copy = new Tab({}, browser.copy(first.window));
      copy.send("x");
      copy.send("y");
      copy.socket.open();
      await browser.pass(400);
      copy.window.sessionStorage?.dieAfter(mutations);
      await browser.pass(101);
      const next = await openFor(browser, browser.reload(copy.window));
      expect(next.socket.join).toMatchObject({ token: "token-1-1", fork: true });
      forked(next);
      next.send("z");
      const numbers = next.socket.numbers;
      expect(numbers).toEqual(numbers.map((_, i) => i + 2));
      names.add(eventsOf(next).join().replace(/\d/g, ""));
    }
    expect([...names]).toEqual(["z", "x,y,z"]);
  });
});

test("a view that stores nothing goes on as itself", async () => {
  const browser = new FakeBrowser();
  const tab = new Tab({ survives: "reconnect" }, browser.open()).join();
  await browser.pass(5);
  tab.keep(1, 1, 0);
  tab.socket.cut();
  await reopen(browser, tab, 0);
  expect(tab.socket.join).toMatchObject({ token: "token-1-1", fork: false });
});
