import { describe, expect, test } from "vitest";
import { FakeStorage } from "./support/fake-storage.js";
import { FakeWindow } from "./support/fake-window.js";
import { OTHER_SID, stateOf, Tab } from "./support/tab.js";

const namesOf = (tab: Tab) => tab.socket.events.map(({ n, name }) => `${n}${name}`);

/** A page in the back/forward cache whose tab was at another page of the view meanwhile, which is gone now. */
function putAwayFor(meanwhile: (second: Tab) => void): Tab {
  const storage = new FakeStorage();
  const first = new Tab({}, new FakeWindow(storage)).join();
  first.keep(1, 1, 0);
  first.window.dispatch("pagehide");
  const second = new Tab({}, new FakeWindow(storage));
  meanwhile(second);
  second.window.dispatch("pagehide");
  first.window.dispatch("pageshow");
  return first;
}

describe("a page out of the back/forward cache that is used before its socket is open", () => {
  test("numbers its events behind those of the page between", () => {
    const first = putAwayFor((second) => {
      second.send("b");
      second.send("c");
    });
    first.send("d");
    first.join({ outcome: "restored", gen: 2 });
    expect(namesOf(first)).toEqual(["1b", "2c", "3d"]);
  });

  test("sends them also if the page between had snapshots with events of the same numbers", async () => {
    const first = putAwayFor((second) => {
      second.join({ outcome: "restored", gen: 2 });
      second.send("b");
      second.send("c");
      second.done(1, 2);
      second.keep(2, 2, 2);
    });
    const promise = first.send("d");
    first.join({ outcome: "restored", gen: 3, seen: 2 });
    expect(namesOf(first)).toEqual(["3d"]);
    first.done(3);
    expect(await stateOf(promise)).toMatch("resolved");
  });
});

test("retry after the end does nothing, also if no server was ever there", () => {
  const tab = new Tab();
  tab.view.close();
  tab.window.clock.advance(2_000);
  tab.view.retry();
  expect(tab.window.sockets).toHaveLength(1);
  expect(tab.view.status).toBe("closed");
});

test("events of an instance that has begun anew stay its own when it is a copy later", async () => {
  const storage = new FakeStorage();
  const before = new Tab({}, new FakeWindow(storage)).join();
  before.keep(1, 1, 0);
  for (const name of ["a", "b", "c"]) before.send(name);
  before.window.isGone = true;

  const tab = new Tab({}, new FakeWindow(storage));
  tab.join({ sid: OTHER_SID, outcome: "new", reason: "expired" });
  tab.keep(1, 1, 0);
  const promise = tab.send("d");
  tab.socket.cut();
  tab.window.clock.runNext();
  tab.join({ sid: "1".repeat(22), outcome: "forked" });
  expect(namesOf(tab)).toEqual(["1d"]);
  tab.done(1);
  expect(await stateOf(promise)).toMatch("resolved");
});

describe("a page that is looked at again", () => {
  test("gives a server 5 s where an event waits, for that may be large", () => {
    const tab = new Tab().join();
    tab.send("import");
    tab.window.dispatch("visibilitychange");
    tab.window.clock.advance(4_900);
    expect(tab.view.status).toBe("live");
    tab.window.clock.advance(200);
    expect(tab.view.status).not.toBe("live");
  });

  test("gives it less where none does", () => {
    const tab = new Tab().join();
    tab.window.dispatch("visibilitychange");
    tab.window.clock.advance(2_000);
    expect(tab.view.status).not.toBe("live");
  });
});

test("an event that was too large is not the largest any more", async () => {
  const tab = new Tab().join();
  const large = tab.send("large", "x".repeat(500));
  const small = tab.send("small", "x".repeat(50));
  tab.socket.cut(1009);
  tab.window.clock.runNext();
  tab.join({ outcome: "restored" });
  tab.socket.cut(1009);
  expect([await stateOf(large), await stateOf(small)]).toEqual(["rejected too-large", "rejected too-large"]);
});
