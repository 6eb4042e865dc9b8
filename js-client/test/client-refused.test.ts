import { describe, expect, test } from "vitest";
import type { Waiting } from "../src/options.js";
import { FakeWindow } from "./support/fake-window.js";
import { Tab } from "./support/tab.js";

// Why a view waits, as far as a page can find it out.

/** A page whose server answers plain requests with these statuses, one after the other, and then with the last. */
function page(...statuses: (number | "away")[]) {
  const window = new FakeWindow();
  const asked: [url: string, options: RequestInit][] = [];
  window.fetch = async (url, options) => {
    asked.push([url, options]);
    const status = statuses[Math.min(asked.length, statuses.length) - 1];
    if (typeof status !== "number") throw new TypeError("Failed to fetch");
    return { status };
  };
  const waits: (Waiting | undefined)[] = [];
  const tab = new Tab({ onStatus: (status, waiting) => status === "waiting" && waits.push(waiting) }, window);
  /** A socket is lost before it is open, and the answer comes before the next one is. */
  const miss = async (times = 1) => {
    for (let i = 0; i < times; i++) {
      tab.socket.cut();
      await new Promise(setImmediate);
      window.clock.runNext();
    }
  };
  return { tab, window, asked, miss, codes: () => waits.map((waiting) => waiting?.code), waits };
}

describe("a handshake that is refused", () => {
  test.each([401, 403, 404, 426, 200])("with %i is told from a server that is away", async (status) => {
    const { miss, codes } = page(status);
    await miss(3);
    expect(codes()).toEqual([0, status, status]);
  });

  test.each([500, 502, 503, "away"] as const)("is none where the answer is %s", async (status) => {
    const { miss, codes } = page(status);
    await miss(3);
    expect(codes()).toEqual([0, 0, 0]);
  });

  test("is asked for at the same address, with the page's cookies and for 5 s at most", async () => {
    const { miss, asked } = page(401);
    await miss();
    const [[url, options] = []] = asked;
    expect([url, options?.credentials]).toEqual(["https://example.test/live", "include"]);
    expect(options?.signal?.aborted).toBe(false);
  });

  test("is asked for after the 1st, 2nd, 4th, 8th, … in a row, and may become another one", async () => {
    const { miss, asked, codes } = page("away", 401, 403, "away");
    await miss(16);
    expect(asked).toHaveLength(5);
    expect(codes()).toEqual([0, 0, 401, 401, ...Array(4).fill(403), ...Array(8).fill(0)]);
  });

  test("is forgotten when a socket opens, and asked for anew", async () => {
    const { tab, miss, asked, codes } = page(401, 401, "away");
    await miss(2);
    tab.join();
    tab.socket.cut();
    tab.window.clock.runNext();
    await miss(2);
    expect(codes()).toEqual([0, 401, 1006, 0, 0]);
    expect(asked).toHaveLength(4);
  });

  test("stops nothing", async () => {
    const { tab, miss } = page(403);
    await miss(100);
    expect(tab.window.sockets).toHaveLength(101);
  });
});

describe("a view that waits", () => {
  test("says by which close code the connection was lost, and until when", async () => {
    const { tab, window, waits } = page();
    tab.join();
    tab.socket.receive({ t: "bye", retry: [1_000, 5_000] });
    expect(tab.view.waiting).toBeUndefined();
    tab.socket.cut(1012);
    expect(tab.view.waiting).toEqual({ code: 1012, until: window.clock.now + 3_000 });
    expect(waits).toEqual([tab.view.waiting]);
    window.clock.runNext();
    expect(tab.view.waiting).toBeUndefined();
  });

  test("says that its page was put away", () => {
    const tab = new Tab().join();
    tab.window.dispatch("pagehide");
    expect(tab.view.waiting).toEqual({ code: 1001, until: tab.window.clock.now + 20_000 });
  });

  test("does not wait any more once it is closed", () => {
    const tab = new Tab();
    tab.socket.cut();
    tab.view.close();
    expect(tab.view.waiting).toBeUndefined();
  });
});

describe("retry", () => {
  test("connects at once, once", () => {
    const tab = new Tab();
    tab.socket.cut();
    tab.view.retry();
    tab.view.retry();
    expect(tab.statuses).toEqual(["waiting", "connecting"]);
    expect(tab.window.sockets).toHaveLength(2);
  });

  test("asks whether the server is there, if the view is live", () => {
    const tab = new Tab().join();
    tab.view.retry();
    expect(tab.socket.sent.at(-1)).toEqual({ t: "ping" });
    tab.window.clock.advance(5_000);
    expect(tab.window.sockets).toHaveLength(2);
  });

  test.each([4001, 4004, 4006])("does nothing after %i", (code) => {
    const tab = new Tab().join();
    tab.socket.cut(code);
    tab.view.retry();
    expect(tab.window.sockets).toHaveLength(1);
  });
});
