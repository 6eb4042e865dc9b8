import { describe, expect, test } from "vitest";
import { Tab } from "./support/tab.js";

/** What a tab says after each of these losses to be stuck. */
function stuckAfter(tab: Tab, ...losses: (() => void)[]): (string | undefined)[] {
  return losses.map((lose) => {
    lose();
    const stuck = tab.view.waiting?.stuck;
    if (tab.view.status === "waiting") tab.window.clock.runNext();
    return stuck && `${stuck.name} ${stuck.bytes}`;
  });
}

describe("what does not get through", () => {
  test("is named, with its size and cause, at the third loss in a row", () => {
    const tab = new Tab();
    const attempts: number[] = [];
    const lose = () => {
      tab.socket.open();
      attempts.push(JSON.stringify(tab.socket.join).length);
      tab.socket.cut(1001);
    };
    expect(stuckAfter(tab, lose, lose, lose)).toEqual([undefined, undefined, `join ${attempts[2]}`]);
    lose();
    expect(tab.view.waiting).toMatchObject({ code: 1001, stuck: { name: "join" } });
  });

  test("is an event, if the tab had joined, and its promise stays open until it gets through", async () => {
    const tab = new Tab().join();
    const reply = tab.send("import", "x".repeat(900));
    const lose = () => tab.cutLater();
    const anew = () => {
      tab.join({ outcome: "restored" });
      tab.cutLater();
    };
    const said = stuckAfter(tab, lose, anew, anew, anew);
    expect(said.slice(0, 3)).toEqual([undefined, undefined, undefined]);
    expect(said[3]).toMatch(/^import 9\d\d$/);
    tab.join({ outcome: "restored" });
    tab.socket.receive({ t: "done", n: 1, reply: "ok" });
    expect(await reply).toBe("ok");
    tab.cutLater();
    expect(tab.view.waiting?.stuck).toBeUndefined();
  });

  test("waits longer each time, though each connection was live for a while", () => {
    const tab = new Tab().join();
    tab.send("import");
    const delays: (number | undefined)[] = [];
    for (let i = 0; i < 5; i++) {
      tab.cutLater();
      if (tab.view.status === "waiting") {
        delays.push(tab.window.clock.delays[0]);
        tab.window.clock.runNext();
      }
      tab.join({ outcome: "restored" });
    }
    expect(delays).toEqual([300, 550, 1050]);
  });

  test("is not what was answered meanwhile", () => {
    const tab = new Tab().join();
    tab.send("a");
    let n = 0;
    const lose = () => {
      if (n > 0) tab.join({ outcome: "adopted", seen: n });
      tab.done(++n);
      tab.send("a");
      tab.socket.cut();
    };
    expect(stuckAfter(tab, lose, lose, lose, lose)).toEqual(Array(4).fill(undefined));
  });

  test("is not what the server has come to", () => {
    const tab = new Tab().join();
    tab.send("a");
    const lose = () => {
      if (tab.view.status !== "live") tab.join({ outcome: "adopted" });
      tab.socket.receive({ t: "working", n: 1, slow: true });
      tab.socket.cut();
    };
    expect(stuckAfter(tab, lose, lose, lose, lose, lose)).toEqual(Array(5).fill(undefined));
  });

  test("is not learnt from sockets that never opened", () => {
    const tab = new Tab();
    const away = () => tab.socket.cut();
    expect(stuckAfter(tab, away, away, away, away)).toEqual(Array(4).fill(undefined));
    const lose = () => {
      tab.socket.open();
      tab.socket.cut();
    };
    expect(stuckAfter(tab, lose, away, lose, away, lose).map(Boolean)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});
