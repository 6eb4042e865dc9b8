import { describe, expect, test } from "vitest";
import { event, stateOf, Tab } from "./support/tab.js";

describe("a volatile event", () => {
  const volatile = { volatile: true };

  test("live - send - done, and nothing is stored", async () => {
    const tab = new Tab().join();
    const keys = Object.keys(tab.storage);
    const promises = [tab.send("move", 1, volatile), tab.send("move", 2, volatile)];
    expect(tab.socket.events).toEqual([event(-1, "move", { data: 1 }), event(-2, "move", { data: 2 })]);
    tab.socket.receive({ t: "done", n: -2, reply: 5 });
    expect(await Promise.all(promises.map(stateOf))).toEqual(["open", "resolved 5"]);
    expect(Object.keys(tab.storage)).toEqual(keys);
  });

  test("is rejected when the view is not live", async () => {
    const tab = new Tab();
    expect(await stateOf(tab.send("move", 1, volatile))).toBe("rejected offline");
    tab.join();
    expect(tab.socket.events).toEqual([]);
  });

  test("is rejected when the connection is lost before the answer, and counted anew on the next", async () => {
    const tab = new Tab().join();
    const promise = tab.send("move", 1, volatile);
    tab.cutLater();
    expect(await stateOf(promise)).toBe("rejected offline");
    tab.join();
    tab.send("move", 2, volatile);
    expect(tab.socket.numbers).toEqual([-1]);
  });

  test("of a connection that was lost does not count on the next", async () => {
    const tab = new Tab({ maxOutboxEvents: 1 }).join();
    tab.send("move", 1, volatile);
    tab.cutLater();
    tab.join();
    tab.socket.receive({ t: "render", seen: 0, data: null });
    expect(await stateOf(tab.send("a"))).toBe("open");
    tab.socket.receive({ t: "done", n: 1 });
    expect(await stateOf(tab.send("move", 2, volatile))).toBe("open");
  });

  test("is refused when too many are not answered", async () => {
    const tab = new Tab({ maxOutboxEvents: 2 }).join();
    tab.send("move", 1, volatile);
    tab.send("move", 2, volatile);
    expect(await stateOf(tab.send("move", 3, volatile))).toBe("rejected full");
    tab.socket.receive({ t: "done", n: -1 });
    expect(await stateOf(tab.send("move", 4, volatile))).toBe("open");
  });
});
