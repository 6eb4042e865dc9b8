import { describe, expect, test } from "vitest";
import { FakeStorage, storageError } from "./support/fake-storage.js";
import { FakeWindow } from "./support/fake-window.js";
import { OTHER_SID, stateOf, Tab } from "./support/tab.js";

const events = (tab: Tab) => Object.keys(tab.storage).filter((key) => /:e\d+$/.test(key));
const answers = (tab: Tab) => tab.socket.sent.filter(({ t }) => t === "kept" || t === "unkept");

describe("keep", () => {
  test("is stored, answered, told", () => {
    const tab = new Tab().join();
    tab.send("a");
    tab.send("b");
    tab.keep(1, 4, 1);
    expect(answers(tab)).toEqual([{ t: "kept", gen: 1, seq: 4 }]);
    expect(tab.snapshots).toEqual([
      { gen: 1, seq: 4, seen: 1, stateBytes: 100, tokenBytes: 9, stored: "kept" },
    ]);
    expect(events(tab)).toEqual(["livestash:cart:e2"]);
    tab.cutLater();
    tab.socket.open();
    expect(tab.socket.join.token).toBe("token-1-4");
  });

  test("is what lets go of events: neither an answer nor a render does", () => {
    const tab = new Tab().join();
    tab.send("a");
    tab.socket.receive({ t: "done", n: 1 });
    tab.socket.receive({ t: "render", seen: 1, data: null });
    expect(events(tab)).toEqual(["livestash:cart:e1"]);
    tab.cutLater();
    tab.join({ outcome: "restored", gen: 2 });
    expect(tab.socket.numbers).toEqual([1]);
  });

  test("that is not newer is neither stored nor answered nor told", () => {
    const tab = new Tab().join();
    for (const [gen, seq] of [
      [2, 4],
      [2, 4],
      [2, 3],
      [1, 9],
    ] as const)
      tab.keep(gen, seq, 0);
    expect(answers(tab)).toEqual([{ t: "kept", gen: 2, seq: 4 }]);
    expect(tab.snapshots).toHaveLength(1);
  });

  test("of a patch is joined with its base", () => {
    const tab = new Tab().join();
    tab.keep(1, 1, 0);
    tab.keep(1, 2, 0, { base: "1.1" });
    const next = new Tab({}, tab.window.reload());
    next.socket.open();
    expect(next.socket.join).toMatchObject({ token: "token-1-1", patch: "token-1-2" });
    next.join({ outcome: "restored", gen: 2 });
    next.keep(2, 1, 0);
    next.cutLater();
    next.socket.open();
    expect(next.socket.join.token).toBe("token-2-1");
    expect(next.socket.join.patch).toBeUndefined();
  });

  test("of a patch against what is not held cannot be kept", () => {
    const tab = new Tab().join();
    tab.keep(1, 2, 0, { base: "1.1" });
    expect(answers(tab)).toEqual([{ t: "unkept", gen: 1, seq: 2, why: "blocked" }]);
  });

  test("and lets go of no event", () => {
    const tab = new Tab().join();
    tab.send("a");
    tab.keep(1, 2, 1, { base: "1.1" });
    tab.cutLater();
    tab.join({ outcome: "new", sid: OTHER_SID });
    expect(tab.socket.events.map(({ name }) => name)).toEqual(["a"]);
  });

  test("of a forked instance counts, whatever its numbers are", () => {
    const tab = new Tab().join();
    tab.keep(5, 5, 0);
    tab.cutLater();
    tab.join({ sid: OTHER_SID, outcome: "forked", gen: 1 });
    tab.keep(1, 1, 0);
    expect(answers(tab)).toEqual([{ t: "kept", gen: 1, seq: 1 }]);
  });
});

describe("a storage that is full", () => {
  const fill = () => {
    const storage = new FakeStorage();
    const tab = new Tab({ maxOutboxEvents: 3 }, new FakeWindow(storage)).join();
    tab.send("a");
    tab.keep(1, 1, 1);
    storage.limit(400);
    tab.send("b");
    tab.send("c");
    tab.keep(1, 2, 3, { token: "x".repeat(500) });
    return tab;
  };

  test("is told, and a plain reconnect still restores the newest", () => {
    const tab = fill();
    expect(answers(tab).at(-1)).toEqual({ t: "unkept", gen: 1, seq: 2, why: "quota" });
    expect(tab.snapshots.at(-1)?.stored).toBe("quota");
    tab.cutLater();
    tab.join({ outcome: "restored", gen: 2, seen: 3 });
    expect(tab.socket.join.token).toBe("x".repeat(500));
    expect(tab.socket.events).toEqual([]);
  });

  test("a reload restores the last one that was stored, and replays all since", () => {
    const next = new Tab({}, fill().window.reload());
    next.join({ outcome: "restored", gen: 2, seen: 1 });
    expect(next.socket.join.token).toBe("token-1-1");
    expect(next.socket.events.map(({ n, name }) => `${n}${name}`)).toEqual(["2b", "3c"]);
  });

  test("does not fill the outbox", async () => {
    const tab = fill();
    const promises = ["d", "e", "f"].map((name) => tab.send(name));
    expect(await Promise.all(promises.map(stateOf))).toEqual(["open", "open", "open"]);
  });

  test("that has room again lets go of what the snapshot contains", () => {
    const tab = fill();
    tab.send("d");
    tab.keep(1, 3, 3);
    expect(answers(tab).at(-1)).toEqual({ t: "kept", gen: 1, seq: 3 });
    expect(events(tab)).toEqual(["livestash:cart:e4"]);
  });
});

describe("a storage that is blocked", () => {
  const blocked: [string, () => FakeWindow][] = [
    ["there is none", () => new FakeWindow(undefined)],
    [
      "its property throws",
      () =>
        Object.defineProperty(new FakeWindow(), "sessionStorage", {
          get: () => {
            throw storageError("SecurityError");
          },
        }),
    ],
    [
      "its methods throw",
      () => {
        const window = new FakeWindow();
        window.sessionStorage?.fail(storageError("SecurityError"));
        return window;
      },
    ],
  ];

  test.each(blocked)("%s: all works, and a reconnect restores", (_, window) => {
    const fake = window();
    if (_ === "there is none") fake.sessionStorage = undefined;
    const tab = new Tab({ maxOutboxEvents: 2 }, fake).join();
    for (let seq = 1; seq < 10; seq++) {
      tab.send("a");
      tab.keep(1, seq, seq);
      expect(answers(tab).at(-1)).toEqual({ t: "unkept", gen: 1, seq, why: "blocked" });
    }
    tab.send("b");
    tab.cutLater();
    tab.join({ outcome: "restored", gen: 2, seen: 9 });
    expect(tab.socket.join.token).toBe("token-1-9");
    expect(tab.socket.numbers).toEqual([10]);
    expect(tab.window.errors).toEqual([]);
  });
});

describe("joined anew", () => {
  test.each(["expired", "stale", "rejected"])("because the token is %s: all is dropped", async (reason) => {
    const tab = new Tab().join();
    tab.keep(1, 1, 0);
    const promise = tab.send("a");
    tab.cutLater();
    const { attempt } = tab.socket.open() ?? tab.socket.join;
    tab.join({ sid: OTHER_SID, reason });
    expect(await stateOf(promise)).toBe("rejected reset");
    expect(tab.socket.events).toEqual([]);
    expect(Object.keys(tab.storage)).toEqual(["livestash:cart:attempt"]);
    expect(tab.arrivals.at(-1)).toMatchObject({ outcome: "new", reason });
    tab.send("b");
    expect(tab.socket.numbers).toEqual([1]);
    tab.cutLater();
    tab.join({ sid: OTHER_SID });
    expect(tab.socket.join.attempt).toBeGreaterThan(attempt);
  });

  test("without a reason, though a token was held: its events are sent to the first state", async () => {
    const tab = new Tab().join();
    tab.keep(1, 1, 0);
    const promise = tab.send("a");
    tab.cutLater();
    tab.join({ sid: OTHER_SID });
    expect(await stateOf(promise)).toBe("open");
    expect(tab.socket.numbers).toEqual([1]);
  });

  test("in a page that dies before all is dropped: the next one is asked again, or begins anew", () => {
    for (let mutations = 0; mutations < 8; mutations++) {
      const tab = new Tab().join();
      tab.keep(1, 1, 0);
      tab.send("a");
      tab.send("b");
      tab.cutLater();
      tab.socket.open();
      tab.window.sessionStorage?.dieAfter(mutations);
      tab.socket.receive({
        t: "joined",
        sid: OTHER_SID,
        gen: 1,
        outcome: "new",
        reason: "stale",
        seen: 0,
        data: 0,
      });
      const next = new Tab({}, tab.window.reload());
      next.socket.open();
      const { token } = next.socket.join;
      next.join(token ? { sid: OTHER_SID, reason: "stale" } : { sid: OTHER_SID });
      expect(next.socket.events).toEqual([]);
    }
  });
});

describe("joined anew because the token is newer than the server", () => {
  const standIn = () => {
    const tab = new Tab().join();
    tab.keep(1, 1, 0);
    tab.send("own", 1);
    tab.cutLater();
    return tab.join({ sid: OTHER_SID, reason: "newer", data: "stand-in" });
  };

  test("the page lives on a stand-in, and what is stored stays as it is", async () => {
    const tab = standIn();
    const before = tab.storage;
    const promise = tab.send("a");
    expect(tab.told.at(-1)).toBe('render "stand-in"');
    expect(tab.socket.events.map(({ n, name }) => [n, name])).toEqual([[1, "a"]]);
    tab.socket.receive({ t: "done", n: 1, reply: 1 });
    expect(await stateOf(promise)).toBe("resolved 1");
    expect(tab.storage).toEqual(before);
  });

  test("a keep that comes all the same is not stored", () => {
    const tab = standIn();
    const before = tab.storage;
    tab.keep(9, 9, 0);
    expect(answers(tab)).toEqual([{ t: "unkept", gen: 9, seq: 9, why: "blocked" }]);
    expect(tab.storage).toEqual(before);
  });

  test("its outbox is not filled by what was answered", async () => {
    const tab = standIn();
    for (let n = 1; n <= 300; n++) {
      tab.send("a");
      tab.socket.receive({ t: "done", n });
    }
    expect(await stateOf(tab.send("a"))).toBe("open");
  });

  // The first server was lost while it was not answered, and none has answered it since: it is suspected.
  test("the next server that is new enough restores the own state, and gets the own events", async () => {
    const tab = standIn();
    const promise = tab.send("a");
    tab.cutLater();
    expect(await stateOf(promise)).toBe("rejected reset");
    tab.join({ outcome: "restored", gen: 2 });
    expect(tab.socket.join.token).toBe("token-1-1");
    expect(tab.socket.events.map(({ n, name, try: tries }) => [n, name, tries])).toEqual([[1, "own", 2]]);
  });
});
