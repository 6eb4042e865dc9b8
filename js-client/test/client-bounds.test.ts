import { describe, expect, test } from "vitest";
import { event, stateOf, Tab } from "./support/tab.js";

describe("a bound", () => {
  test("of events refuses the next one, and loses none", async () => {
    const tab = new Tab({ maxOutboxEvents: 3 });
    const promises = ["a", "b", "c", "d"].map((name) => tab.send(name));
    expect(await Promise.all(promises.map(stateOf))).toEqual(["open", "open", "open", "rejected full"]);
    tab.join();
    expect(tab.socket.numbers).toEqual([1, 2, 3]);
    tab.done(1, 2);
    tab.keep(1, 1, 2);
    tab.send("e");
    expect(tab.socket.numbers).toEqual([1, 2, 3, 4]);
  });

  test("of events is one of those on their way, too, where the storage has no room for snapshots", () => {
    const before = new Tab({ maxOutboxEvents: 3 }).join();
    before.keep(1, 1, 0);
    const room = JSON.stringify(before.storage).length + 400;
    before.window.sessionStorage?.limit(room);
    for (let n = 1; n <= 5; n++) {
      before.send("a");
      before.done(n);
      before.keep(1, n + 1, n, { token: "x".repeat(room) });
    }
    const tab = new Tab({ maxOutboxEvents: 3 }, before.window.reload()).join({ outcome: "adopted" });
    expect(tab.socket.numbers).toEqual([1, 2, 3]);
    tab.send("b");
    expect(tab.socket.numbers).toEqual([1, 2, 3]);
    tab.done(1);
    expect(tab.socket.numbers).toEqual([1, 2, 3, 4]);
    tab.done(2, 3, 4);
    expect(tab.socket.numbers).toEqual([1, 2, 3, 4, 5]);
  });

  test("of events does not hold up a stored event for good behind volatile ones", () => {
    const tab = new Tab({ maxOutboxEvents: 1 }).join();
    tab.send("move", 1, { volatile: true });
    tab.send("a");
    expect(tab.socket.numbers).toEqual([-1]);
    tab.done(-1);
    expect(tab.socket.numbers).toEqual([-1, 1]);
  });

  test("of bytes refuses what does not fit any more", async () => {
    const tab = new Tab({ maxOutboxBytes: 1_000, maxEventBytes: 1_000 });
    const promises = [500, 500, 300].map((length) => tab.send("a", "x".repeat(length)));
    expect(await Promise.all(promises.map(stateOf))).toEqual(["open", "rejected full", "open"]);
  });

  test("of one event is met by the frame at its longest, and counts bytes", async () => {
    const around = JSON.stringify({
      ...event(2 ** 53 - 1, "a", { data: "", age: 2 ** 53 - 1, try: 1_000 }),
    }).length;
    const fits = "ä".repeat(Math.floor((65_536 - around) / 2));
    const tab = new Tab().join();
    expect(await stateOf(tab.send("a", fits))).toBe("open");
    expect(await stateOf(tab.send("a", `${fits}ä`))).toBe("rejected too-large");
    expect(await stateOf(tab.send("a", `${fits}ä`, { volatile: true }))).toBe("rejected too-large");
    expect(tab.socket.numbers).toEqual([1]);
  });
});

describe("1009", () => {
  test("drops the largest unanswered event, and its number stays in use", async () => {
    const tab = new Tab().join();
    const promises = ["x", "x".repeat(900), "x".repeat(300)].map((text) => tab.send("a", text));
    tab.cutLater(1009);
    tab.join();
    expect(await Promise.all(promises.map(stateOf))).toEqual(["open", "rejected too-large", "open"]);
    expect(tab.socket.events.map(({ n, data }) => [n, data])).toEqual([
      [1, "x"],
      [2, null],
      [3, "x".repeat(300)],
    ]);
    expect(tab.socket.events[1]?.try).toBe(1_000);
    const next = new Tab({}, tab.window.reload()).join();
    expect(next.socket.events[1]).toMatchObject({ n: 2, data: null, try: 1_000 });
  });

  test("drops a volatile event if that was the largest", async () => {
    const tab = new Tab().join();
    const small = tab.send("a", "x");
    const large = tab.send("move", "x".repeat(500), { volatile: true });
    tab.cutLater(1009);
    expect([await stateOf(small), await stateOf(large)]).toEqual(["open", "rejected too-large"]);
    tab.join();
    expect(tab.socket.events[0]?.data).toBe("x");
  });

  test("before joined drops the token, for nothing else was sent", async () => {
    const tab = new Tab().join();
    tab.keep(1, 1, 0);
    const promise = tab.send("a");
    tab.cutLater();
    tab.socket.open();
    expect(tab.socket.join.token).toBe("token-1-1");
    tab.socket.cut(1009);
    expect(await stateOf(promise)).toBe("rejected reset");
    tab.window.clock.runNext();
    tab.join();
    expect(tab.socket.join.token).toBeUndefined();
    expect(tab.socket.numbers).toEqual([]);
  });

  test("before joined, and without a token, is a fault", () => {
    const tab = new Tab();
    for (let i = 0; i < 3; i++) {
      tab.socket.open();
      tab.socket.cut(1009);
      tab.window.clock.runNext();
    }
    expect(tab.view.status).toBe("failed");
  });
});
