import { describe, expect, test } from "vitest";
import type { Json } from "../src/frames.js";
import { checkOf } from "../src/patch.js";
import { Tab } from "./support/tab.js";

describe("a render that comes as a patch", () => {
  const joined = () => {
    const shown: Json[] = [];
    const tab = new Tab({ onRender: (data: Json) => shown.push(structuredClone(data)) }).join({
      data: { items: ["a", "b"], n: 1 },
    });
    return { tab, shown };
  };

  test("is asked for", () => {
    expect(new Tab().join().socket.sent[0]).toMatchObject({ patches: true });
  });

  test("is made from the one before, be that of joined, whole or patched", () => {
    const { tab, shown } = joined();
    tab.socket.receive({ t: "render", seen: 0, data: { n: [2] }, check: 0 });
    tab.socket.receive({ t: "render", seen: 0, data: { items: { 1: ["c"] } }, check: 0 });
    tab.socket.receive({ t: "render", seen: 0, data: [3] });
    tab.socket.receive({ t: "render", seen: 0, data: { 0: [4] }, check: 0 });
    expect(shown).toEqual([
      { items: ["a", "b"], n: 1 },
      { items: ["a", "b"], n: 2 },
      { items: ["a", "c"], n: 2 },
      [3],
      [4],
    ]);
  });

  test("with a check that is right is shown", () => {
    const { tab, shown } = joined();
    const check = checkOf({ items: ["a", "b"], n: 2 });
    tab.socket.receive({ t: "render", seen: 0, data: { n: [2] }, check });
    expect(shown).toHaveLength(2);
    expect(tab.view.status).toBe("live");
  });

  test.each([
    ["whose check is another one", { n: [2] }, 12345],
    ["of a range in what is not there", { other: ["", 0, 1, ""] }, 0],
    ["of a range in what has none", { n: [[], 0, 1, []] }, 0],
  ])("%s is not shown: the tab joins again, and is given a whole one", (_, data, check) => {
    const { tab, shown } = joined();
    for (let i = 0; i < 5; i++) {
      tab.socket.receive({ t: "render", seen: 0, data, check });
      expect(tab.view.status).not.toBe("live");
      tab.view.retry();
      tab.join({ data: { items: ["a", "b"], n: 1 } });
    }
    expect(shown).toHaveLength(6);
    expect(new Set(shown.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(tab.view.status).toBe("live");
  });
});
