import { LiveStashError } from "under-test";
import { describe, expect, test } from "vitest";
import { FakeStorage } from "./support/fake-storage.js";
import { FakeWindow } from "./support/fake-window.js";
import { event, SID, stateOf, Tab } from "./support/tab.js";

describe("an event", () => {
  test("live - send - done", async () => {
    const tab = new Tab().join();
    const promise = tab.send("add", { id: 5 });
    expect(tab.socket.events).toEqual([event(1, "add", { data: { id: 5 } })]);
    expect(await stateOf(promise)).toBe("open");
    tab.socket.receive({ t: "done", n: 1, reply: "ok" });
    expect(await stateOf(promise)).toBe('resolved "ok"');
  });

  test("connecting - send - joined - sent with its age - done", async () => {
    const tab = new Tab();
    const promise = tab.send("add");
    tab.window.clock.advance(1_500);
    tab.join();
    expect(tab.socket.events).toEqual([event(1, "add", { age: 1_500 })]);
    tab.socket.receive({ t: "done", n: 1 });
    expect(await stateOf(promise)).toBe("resolved undefined");
  });

  test("is what it was when it was sent", () => {
    const tab = new Tab();
    const data = { items: [1] };
    tab.send("add", data);
    data.items.push(2);
    tab.join();
    expect(tab.socket.events[0]?.data).toEqual({ items: [1] });
  });

  test.each(["unknown", "invalid", "failed", "poisoned"])("is rejected by the server: %s", async (error) => {
    const tab = new Tab().join();
    const promise = tab.send("add");
    tab.socket.receive({ t: "done", n: 1, error });
    await expect(promise).rejects.toBeInstanceOf(LiveStashError);
    await expect(promise).rejects.toMatchObject({ code: error });
  });

  test("is stored before it is sent", () => {
    const tab = new Tab().join();
    let stored: string[] = [];
    tab.socket.answer = () => {
      stored = Object.keys(tab.storage);
    };
    tab.send("add");
    expect(stored).toContain("livestash:cart:e1");
  });

  test("that nobody waits for may be answered", () => {
    const tab = new Tab().join();
    tab.socket.receive({ t: "done", n: 7, reply: 1 });
    expect(tab.view.status).toBe("live");
  });
});

describe("replay", () => {
  test("live - send - cut - joined without it - sent again", async () => {
    const tab = new Tab().join();
    const promises = [tab.send("a"), tab.send("b"), tab.send("c")];
    tab.cutLater();
    tab.join({ outcome: "adopted", seen: 1 });
    expect(await Promise.all(promises.map(stateOf))).toEqual(["resolved undefined", "open", "open"]);
    expect(tab.socket.numbers).toEqual([2, 3]);
    tab.send("d");
    expect(tab.socket.numbers).toEqual([2, 3, 4]);
  });

  test("live - send - done - cut - joined with an older state - sent again", async () => {
    const tab = new Tab().join();
    const promise = tab.send("a");
    tab.socket.receive({ t: "done", n: 1, reply: "first" });
    tab.cutLater();
    tab.join();
    expect(tab.socket.numbers).toEqual([1]);
    tab.socket.receive({ t: "done", n: 1, reply: "second" });
    expect(await stateOf(promise)).toBe('resolved "first"');
  });

  test("live - send - reload - joined without it - sent again", () => {
    const tab = new Tab().join();
    tab.keep(1, 1, 0);
    tab.send("a", 1);
    tab.send("b", 2);
    tab.window.clock.advance(5_000);
    const next = new Tab({}, tab.window.reload());
    expect(next.view.status).toBe("connecting");
    next.send("c", 3);
    next.join({ outcome: "restored", gen: 2 });
    expect(next.socket.join.token).toBe("token-1-1");
    expect(next.socket.events).toEqual([
      event(1, "a", { data: 1, age: 5_000 }),
      event(2, "b", { data: 2, age: 5_000 }),
      event(3, "c", { data: 3 }),
    ]);
  });

  test("live - send - cut - joined anew, for no token was held - sent again from 1", () => {
    const tab = new Tab().join();
    tab.send("a");
    tab.send("b");
    tab.socket.receive({ t: "done", n: 1 });
    tab.cutLater();
    tab.join();
    expect(tab.socket.numbers).toEqual([1, 2]);
  });

  test("live - send - cut - joined with what it came to - told as it was", async () => {
    const tab = new Tab().join();
    const promises = ["a", "b", "c", "d"].map((name) => tab.send(name));
    tab.cutLater();
    const answers = [
      { t: "done", n: 1, error: "failed" },
      { t: "done", n: 3, reply: { id: 5 } },
    ];
    tab.join({ outcome: "restored", seen: 3, answers });
    expect(await Promise.all(promises.map(stateOf))).toEqual([
      "rejected failed",
      "resolved undefined",
      'resolved {"id":5}',
      "open",
    ]);
  });

  test("joined with what came of another page's events - not taken for this page's", async () => {
    const tab = new Tab();
    const promise = tab.send("a");
    tab.join({ outcome: "restored", seen: 1, answers: [{ t: "done", n: 1, error: "failed" }] });
    expect(await stateOf(promise)).toBe("open");
    expect(tab.socket.numbers).toEqual([2]);
  });

  test("does not give a number twice that the server has seen", () => {
    const tab = new Tab().join({ outcome: "adopted", seen: 12 });
    tab.send("a");
    expect(tab.socket.numbers).toEqual([13]);
  });
});

describe("a try", () => {
  const lose = (tab: Tab, code?: number) => {
    tab.socket.cut(code);
    if (tab.view.status === "waiting") tab.window.clock.runNext();
  };
  const tries = (tab: Tab) => tab.socket.events.map((frame) => frame.try);

  test("is raised for each unanswered event when its server is lost", () => {
    const tab = new Tab().join();
    for (const name of ["a", "b", "c"]) tab.send(name);
    tab.socket.receive({ t: "done", n: 1 });
    lose(tab);
    tab.join();
    expect(tries(tab)).toEqual([1, 2, 2]);
  });

  test("is raised from then on for that one only that the server has come to", () => {
    const tab = new Tab().join();
    for (const name of ["a", "b", "c"]) tab.send(name);
    lose(tab);
    tab.join();
    for (const expected of [3, 4, 5]) {
      tab.socket.receive({ t: "done", n: 1 });
      tab.socket.receive({ t: "working", n: 2 });
      tab.socket.receive({ t: "pong" });
      lose(tab);
      tab.join();
      expect(tries(tab)).toEqual([1, expected, 2]);
    }
  });

  test("is raised for that one only, also if the server has come to it at its first try", () => {
    const tab = new Tab().join();
    for (const name of ["a", "b"]) tab.send(name);
    tab.socket.receive({ t: "working", n: 1 });
    lose(tab);
    tab.join();
    expect(tries(tab)).toEqual([2, 1]);
  });

  test("is raised at each third loss only, for one that takes its time", () => {
    const tab = new Tab().join();
    tab.send("a");
    const raised = [];
    for (let i = 0; i < 7; i++) {
      tab.socket.receive({ t: "working", n: 1 });
      tab.socket.receive({ t: "working", n: 1, slow: true });
      lose(tab);
      tab.join();
      raised.push(...tries(tab));
    }
    expect(raised).toEqual([1, 1, 2, 2, 2, 3, 3]);
  });

  test("is not raised again by a server that was lost before or after it was at the suspect", () => {
    const tab = new Tab().join();
    for (const name of ["a", "b"]) tab.send(name);
    for (let i = 0; i < 3; i++) {
      lose(tab);
      tab.join();
      expect(tries(tab)).toEqual([2, 2]);
      tab.socket.receive({ t: "working", n: 2 });
      tab.socket.receive({ t: "render", seen: 1, data: null });
    }
  });

  test.each([
    ["is 1 again once a server has handled it, though no snapshot has it", {}, 1],
    ["stays what it is when the event is refused", { error: "failed" } as const, 2],
  ])("%s", (_, answer, expected) => {
    const tab = new Tab().join();
    tab.send("a").catch(() => {});
    lose(tab);
    tab.join();
    expect(tries(tab)).toEqual([2]);
    tab.socket.receive({ t: "working", n: 1 });
    tab.socket.receive({ t: "done", n: 1, ...answer });
    lose(tab);
    tab.join();
    expect(tries(tab)).toEqual([expected]);
    expect(tries(new Tab({}, tab.window.reload()).join())).toEqual([expected]);
  });

  test("is not a volatile event's, which is never sent again", () => {
    const tab = new Tab().join();
    tab.send("move", null, { volatile: true });
    tab.send("a");
    lose(tab);
    tab.join();
    expect(tries(tab)).toEqual([2]);
  });

  test("is raised by each server that had come to the suspect", () => {
    const tab = new Tab().join();
    tab.send("a");
    for (const expected of [2, 3, 4]) {
      lose(tab);
      tab.join();
      expect(tries(tab)).toEqual([expected]);
      tab.socket.receive({ t: "working", n: 1 });
    }
  });

  test("is not raised by a server that was there, and had not come to it", () => {
    const tab = new Tab().join();
    tab.send("a");
    lose(tab);
    tab.join();
    tab.socket.receive({ t: "pong" });
    lose(tab);
    tab.join();
    expect(tries(tab)).toEqual([2]);
  });

  test("is raised over a reload too", () => {
    const tab = new Tab().join();
    tab.send("a");
    lose(tab);
    tab.join();
    const next = new Tab({}, tab.window.reload()).join();
    expect(tries(next)).toEqual([2]);
  });

  test("is not raised when the session was still there", () => {
    const tab = new Tab().join();
    tab.send("a");
    lose(tab);
    tab.join({ outcome: "adopted" });
    expect(tries(tab)).toEqual([1]);
    lose(tab, 1012);
    tab.join();
    expect(tries(tab)).toEqual([1]);
  });

  test.each([1012, 4003])("is not raised when the server said why it closed: %i", (code) => {
    const tab = new Tab().join();
    tab.send("a");
    lose(tab, code);
    tab.join();
    expect(tries(tab)).toEqual([1]);
  });

  test("is not raised for a connection that never was live", () => {
    const tab = new Tab();
    tab.send("a");
    tab.socket.open();
    tab.socket.cut();
    tab.window.clock.advance(300);
    tab.join();
    expect(tries(tab)).toEqual([1]);
  });

  test("is raised by a view that fails", () => {
    const tab = new Tab().join();
    tab.send("a");
    lose(tab, 1011);
    tab.join();
    expect(tries(tab)).toEqual([2]);
  });
});

describe("an error", () => {
  const errorOf = (promise: Promise<unknown>): Promise<LiveStashError> =>
    promise.then(
      () => {
        throw new Error("it was not rejected");
      },
      (error) => error,
    );

  test("tells its name, and which event it is about", async () => {
    const tab = new Tab().join();
    tab.send("first");
    const promise = tab.send("add", { by: 1 });
    tab.socket.receive({ t: "done", n: 2, error: "invalid" });
    const error = await errorOf(promise);
    expect(error).toBeInstanceOf(LiveStashError);
    expect(error).toMatchObject({ name: "LiveStashError", code: "invalid", event: "add", n: 2 });
    expect(`${error}`).toBe("LiveStashError: add: invalid");
  });

  test("has the number below 0 of a volatile event, and none of one that was not taken in", async () => {
    const tab = new Tab({ maxOutboxEvents: 1 }).join();
    const fleeting = tab.send("move", 1, { volatile: true });
    tab.socket.receive({ t: "done", n: -1, error: "unknown" });
    tab.send("a");
    const [full, fullToo] = [tab.send("b"), tab.send("c", 1, { volatile: true })];
    const large = tab.send("d", "x".repeat(100_000));
    tab.view.close();
    expect(await errorOf(fleeting)).toMatchObject({ code: "unknown", event: "move", n: -1 });
    expect(await errorOf(full)).toMatchObject({ code: "full", event: "b", n: undefined });
    expect(await errorOf(fullToo)).toMatchObject({ code: "full", event: "c", n: undefined });
    expect(await errorOf(large)).toMatchObject({ code: "too-large", event: "d", n: undefined });
    expect(await errorOf(tab.send("e"))).toMatchObject({ code: "closed", event: "e", n: undefined });
    expect(await errorOf(tab.send("f", 1, { volatile: true }))).toMatchObject({ code: "closed", event: "f" });
  });
});

describe("the end", () => {
  test("rejects what was not answered, and the next connect in this tab sends it", async () => {
    const tab = new Tab().join();
    const promise = tab.send("a");
    tab.view.close();
    expect(await stateOf(promise)).toBe("rejected closed");
    expect(await stateOf(tab.send("b"))).toBe("rejected closed");
    const next = new Tab({}, tab.window).join();
    expect(next.socket.events.map(({ name }) => name)).toEqual(["a"]);
  });

  test.each([4001, 4004, 4006])("by %i does so too", async (code) => {
    const tab = new Tab().join();
    const promise = tab.send("a");
    tab.cutLater(code);
    expect(await stateOf(promise)).toBe("rejected closed");
    expect(Object.keys(tab.storage)).toContain("livestash:cart:e1");
  });

  test("by forget leaves nothing but a number", async () => {
    const storage = new FakeStorage({ other: "1" });
    const tab = new Tab({}, new FakeWindow(storage)).join();
    tab.keep(1, 1, 0);
    const promise = tab.send("a");
    tab.view.forget();
    expect(await stateOf(promise)).toBe("rejected reset");
    expect(storage.items).toEqual({ other: "1", "livestash:cart:attempt": expect.any(String) });
    expect([tab.view.status, tab.socket.isClosed]).toEqual(["closed", true]);
    const next = new Tab({}, tab.window).join();
    expect(next.socket.sent).toHaveLength(1);
    expect(next.socket.join.token).toBeUndefined();
  });

  test("by forget may come after close", () => {
    const tab = new Tab().join();
    tab.keep(1, 1, 0);
    tab.view.close();
    tab.view.forget();
    expect(Object.keys(tab.storage)).toEqual(["livestash:cart:attempt"]);
    expect(tab.statuses).toEqual(["live", "closed"]);
  });
});

test("an answer of a connection that was left is not heard", async () => {
  const tab = new Tab().join();
  const first = tab.socket;
  const promise = tab.send("a");
  tab.cutLater();
  first.receive({ t: "done", n: 1 });
  first.receive({ t: "render", seen: 1, data: "late" });
  first.receive({ t: "keep", gen: 1, seq: 9, seen: 1, bytes: 1, token: "late" });
  tab.join({ sid: SID });
  expect(await stateOf(promise)).toBe("open");
  expect(tab.told).not.toContain('render "late"');
  expect(JSON.stringify(tab.storage)).not.toContain("late");
});

describe("a push", () => {
  test("is told as it comes, also while the state sleeps, and is no render", () => {
    const pushed: unknown[] = [];
    const tab = new Tab({ onPush: (...push) => pushed.push(push) }).join();
    const told = tab.told.length;
    tab.socket.receive({ t: "push", name: "toast", data: { text: "saved" } });
    tab.socket.receive({ t: "asleep", gen: 1, seq: 1 });
    tab.socket.receive({ t: "push", name: "ring", data: null });
    expect(pushed).toEqual([
      ["toast", { text: "saved" }],
      ["ring", null],
    ]);
    expect(tab.told).toHaveLength(told);
  });

  test("that nobody waits for is ignored", () => {
    const tab = new Tab().join();
    tab.socket.receive({ t: "push", name: "toast", data: 1 });
    expect(tab.view.status).toBe("live");
  });
});

describe("an event that takes its time", () => {
  test("is said, and answered when it is done", async () => {
    let working = 0;
    const tab = new Tab({ onWorking: () => working++ }).join();
    const answer = tab.send("slow");
    tab.socket.receive({ t: "working", n: 1 });
    tab.socket.receive({ t: "pong" });
    expect(working).toBe(1);
    tab.socket.receive({ t: "done", n: 1, reply: 5 });
    expect(await answer).toBe(5);
  });
});
