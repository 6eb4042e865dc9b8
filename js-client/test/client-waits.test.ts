import { connect } from "under-test";
import { describe, expect, test } from "vitest";
import { SID, Tab } from "./support/tab.js";

describe("the waits", () => {
  test("grow while it fails, and the growth is forgotten only after a stable time", () => {
    const tab = new Tab();
    const waits: (number | undefined)[] = [];
    const fail = () => {
      tab.socket.cut();
      waits.push(tab.window.clock.delays[0]);
      tab.window.clock.runNext();
    };
    for (let i = 0; i < 8; i++) fail();
    tab.join();
    fail();
    tab.join();
    tab.cutLater();
    fail();
    expect(waits).toEqual([300, 550, 1050, 2050, 4050, 8050, 10_050, 10_050, 10_050, 300]);
  });

  test("are random", () => {
    const tab = new Tab();
    tab.window.random = 0;
    tab.socket.cut();
    expect(tab.window.clock.delays).toEqual([100]);
  });

  test("keep to the spread of a bye, once", () => {
    const tab = new Tab().join();
    tab.window.clock.advance(10_000);
    tab.socket.receive({ t: "bye", retry: [1_000, 5_000] });
    tab.socket.cut(1012);
    expect(tab.window.clock.delays).toEqual([3_000]);
    tab.window.clock.advance(3_000);
    tab.socket.cut();
    expect(tab.window.clock.delays[0]).toBeLessThan(1_000);
  });

  test.each([2 ** 31, Number.MAX_SAFE_INTEGER])(
    "are never longer than a timer's, after a bye of %i ms",
    (ms) => {
      const tab = new Tab().join();
      tab.socket.receive({ t: "bye", retry: [ms, ms] });
      tab.socket.cut(1012);
      expect(tab.window.clock.delays).toEqual([2_000_000_000]);
      expect(tab.view.waiting?.until).toBe(tab.window.clock.now + 2_000_000_000);
    },
  );

  test("go on while nobody looks, and end when somebody does", () => {
    const tab = new Tab();
    tab.window.hide();
    tab.socket.cut();
    expect(tab.window.clock.delays).toEqual([10_050]);
    tab.window.dispatch("online");
    expect(tab.view.status).toBe("waiting");
    tab.window.show();
    expect(tab.view.status).toBe("connecting");
  });

  test.each(["online", "pageshow", "resume", "visibilitychange"])("end early at %s", (type) => {
    const tab = new Tab();
    tab.socket.cut();
    tab.window.dispatch(type);
    expect(tab.statuses).toEqual(["waiting", "connecting"]);
    expect(tab.window.clock.delays).toEqual([5_000]);
  });

  test("are not given up", () => {
    const tab = new Tab();
    for (let i = 0; i < 1_000; i++) {
      tab.socket.cut();
      tab.window.clock.runNext();
    }
    expect(tab.window.sockets).toHaveLength(1_001);
    expect(tab.view.status).toBe("connecting");
  });
});

describe("the views of a page", () => {
  const two = (url: string) => {
    const first = new Tab();
    const second = new Tab({ view: "list" }, first.window);
    const sockets = first.window.sockets;
    const third = connect(url, { view: "other", environment: first.window });
    return { first, second, third, sockets };
  };

  test("share their waiting: when one is live, the others come at once", () => {
    const { first, second, third, sockets } = two("wss://other.test/live");
    for (let i = 0; i < 6; i++) for (const socket of sockets.slice(-3)) socket.cut();
    first.window.clock.advance(300);
    expect([first.view.status, second.view.status, third.status]).toEqual([
      "connecting",
      "connecting",
      "connecting",
    ]);
    sockets[4]?.cut();
    sockets[5]?.cut();
    expect([second.view.status, third.status]).toEqual(["waiting", "waiting"]);
    sockets[3]?.open();
    sockets[3]?.receive({ t: "joined", sid: SID, gen: 1, outcome: "new", seen: 0, data: null });
    expect([first.view.status, second.view.status]).toEqual(["live", "connecting"]);
    expect(third.status, "of another server").toBe("waiting");
  });

  test("do not wake each other without end where each is lost soon after it was live", () => {
    const { first, second, sockets } = two("/live");
    const { clock } = first.window;
    let opened = 0;
    for (let ms = 0; ms < 60_000; ms += 10) {
      for (const socket of sockets.slice(opened)) {
        const random = (++opened * 0.37) % 1;
        clock.set(() => {
          socket.open();
          socket.receive({ t: "joined", sid: SID, gen: 1, outcome: "new", seen: 0, data: null });
        }, 30);
        clock.set(() => {
          first.window.random = random;
          socket.cut();
        }, 50);
      }
      clock.advance(10);
    }
    expect([first.view.status, second.view.status]).not.toContain("failed");
    expect(sockets.length, "of three views").toBeLessThan(60);
  });

  test("ask for each other whether the server is there", () => {
    const { first, second, sockets } = two("/live");
    for (const socket of sockets.slice(0, 2)) {
      socket.open();
      socket.receive({ t: "joined", sid: SID, gen: 1, outcome: "new", seen: 0, data: null });
    }
    expect(sockets[0]?.sent.at(-1)).toEqual({ t: "ping" });
    expect(sockets[1]?.sent.at(-1)?.t).toBe("join");
    expect([first.view.status, second.view.status]).toEqual(["live", "live"]);
  });
});

describe("a page that comes back", () => {
  test("live - hidden - visible - no answer - connecting", () => {
    const tab = new Tab().join();
    tab.window.clock.advance(6_000);
    tab.window.hide();
    expect(tab.socket.sent.at(-1)?.t).toBe("hidden");
    tab.window.show();
    expect(tab.socket.sent.at(-1)?.t).toBe("ping");
    tab.window.clock.advance(1_500);
    expect(tab.statuses).toEqual(["live", "connecting"]);
  });

  test("what the user does then does not put the answer off", () => {
    const tab = new Tab().join();
    tab.window.clock.advance(6_000);
    tab.window.dispatch("online");
    tab.window.clock.advance(500);
    void tab.view.send("add", 1);
    tab.window.clock.advance(999);
    expect(tab.statuses).toEqual(["live"]);
    tab.window.clock.advance(1);
    expect(tab.statuses).toEqual(["live", "connecting"]);
  });

  test("waits for the answer as long as the way to the server asks for", () => {
    const tab = new Tab();
    tab.socket.open();
    tab.window.clock.advance(1_000);
    tab.socket.receive({ t: "joined", sid: SID, gen: 1, outcome: "new", seen: 0, data: null });
    tab.window.clock.advance(6_000);
    tab.window.dispatch("online");
    tab.window.clock.advance(3_499);
    expect(tab.view.status).toBe("live");
    tab.window.clock.advance(1);
    expect(tab.statuses).toEqual(["live", "connecting"]);
  });

  test("makes a new socket for one that may have been opened when there was no network", () => {
    const tab = new Tab();
    tab.window.clock.advance(1_501);
    tab.window.dispatch("online");
    expect(tab.window.sockets.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    tab.window.dispatch("visibilitychange");
    expect(tab.window.sockets).toHaveLength(2);
    tab.join();
    expect(tab.statuses).toEqual(["live"]);
  });

  test("has no other socket for one that has been asked to join, however long that takes", () => {
    const tab = new Tab();
    tab.socket.open();
    tab.window.clock.advance(10_000);
    tab.window.dispatch("online");
    expect(tab.window.sockets).toHaveLength(1);
  });

  test("live - put away - shown again - connecting - live", () => {
    const tab = new Tab().join();
    const { socket } = tab;
    tab.window.dispatch("pagehide");
    expect(socket.isClosed).toBe(true);
    expect(tab.view.status).toBe("waiting");
    tab.window.dispatch("pageshow");
    tab.join({ outcome: "adopted" });
    expect(tab.statuses).toEqual(["live", "waiting", "connecting", "live"]);
  });

  test("live - left, and not told that it is back - connecting after a while", () => {
    const tab = new Tab().join();
    tab.window.dispatch("pagehide");
    tab.window.clock.advance(20_000);
    expect(tab.view.status).toBe("connecting");
  });

  test("connecting - shown - still the same connection", () => {
    const tab = new Tab();
    tab.window.dispatch("pageshow");
    expect(tab.window.sockets).toHaveLength(1);
    expect(tab.socket.sent).toEqual([]);
  });
});
