import { expect, test } from "vitest";
import type { Range } from "../src/rows.js";
import { type Fetching, Windower } from "../src/windower.js";

interface Screen {
  visible: Range;
  fresh: Range;
  live: boolean;
  asked: { from: number; count: number }[];
  answer: () => Promise<unknown>;
}

function screen(change: Partial<Screen> = {}): { windower: Windower; screen: Screen } {
  const state: Screen = {
    visible: { from: 200, to: 230 },
    fresh: { from: 0, to: 100 },
    live: true,
    asked: [],
    answer: () => Promise.resolve(),
    ...change,
  };
  const fetching: Fetching = {
    visible: () => state.visible,
    total: () => 1_000,
    isFresh: ({ from, to }) => state.fresh.from <= from && to <= state.fresh.to,
    isLive: () => state.live,
    fetch: (window) => {
      state.asked.push(window);
      return state.answer();
    },
  };
  return { windower: new Windower(fetching), screen: state };
}

test("asks for the visible rows and some on either side", async () => {
  const { windower, screen: state } = screen();
  await windower.check();
  expect(state.asked).toEqual([{ from: 140, count: 150 }]);
});

test("asks for nothing while the rows around the visible ones are fresh", async () => {
  const { windower, screen: state } = screen({ fresh: { from: 180, to: 250 } });
  await windower.check();
  expect(state.asked).toEqual([]);
});

test("asks for no rows beyond either end", async () => {
  const top = screen({ visible: { from: 0, to: 30 }, fresh: { from: 0, to: 90 } });
  await top.windower.check();
  expect(top.screen.asked).toEqual([]);
  expect(top.windower.wanted()).toEqual({ from: 0, count: 90 });

  const bottom = screen({ visible: { from: 975, to: 1_005 }, fresh: { from: 900, to: 1_000 } });
  await bottom.windower.check();
  expect(bottom.screen.asked).toEqual([]);
});

test("asks once at a time, however often it is called", async () => {
  let answered = () => {};
  const { windower, screen: state } = screen({
    answer: () =>
      new Promise<void>((done) => {
        answered = done;
      }),
  });
  const checks = [windower.check(), windower.check(), windower.check()];
  expect(state.asked).toHaveLength(1);

  answered();
  await Promise.all(checks);
  void windower.check();
  expect(state.asked).toHaveLength(2);
});

test("asks nothing while the server is away, and again after a refusal", async () => {
  const { windower, screen: state } = screen({
    live: false,
    answer: () => Promise.reject(new Error("offline")),
  });
  await windower.check();
  expect(state.asked).toHaveLength(0);

  state.live = true;
  await windower.check();
  await windower.check();
  expect(state.asked).toHaveLength(2);
});
