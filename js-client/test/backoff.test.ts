import { expect, test } from "vitest";
import { spreadAfter } from "../src/backoff.js";

test("an isolated drop is followed by a connection at once", () => {
  expect(spreadAfter(1006, 0, false)).toEqual([0, 0]);
  expect(spreadAfter(1001, 0, false)).toEqual([0, 0]);
  expect(spreadAfter(1009, 0, false)).toEqual([0, 0]);
});

test.each([1011, 1012, 1013, 4001, 4002, 4003])(
  "close code %i asks for a pause, also after a stable time",
  (code) => {
    expect(spreadAfter(code, 0, false)).toEqual([100, 250]);
  },
);

test("the spread doubles with every failure, up to 20 seconds", () => {
  const caps = [1, 2, 3, 4, 5, 6, 7, 50, 5000].map((failures) => spreadAfter(1006, failures, false)[1]);
  expect(caps).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000, 20_000]);
});

test("the spread begins at a small floor and never ends before it", () => {
  for (let failures = 1; failures < 100; failures++) {
    const [min, max] = spreadAfter(1006, failures, false);
    expect(min).toBe(100);
    expect(max).toBeGreaterThan(min);
  }
});

test("where nobody looks, it comes at once after an isolated drop, and else as after many", () => {
  expect(spreadAfter(1006, 0, true)).toEqual([0, 0]);
  expect(spreadAfter(1006, 1, true)).toEqual([100, 20_000]);
  expect(spreadAfter(1012, 0, true)).toEqual([100, 20_000]);
});
