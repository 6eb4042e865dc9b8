import { expect, test } from "vitest";
import { NO_PICTURE, type Picture } from "../src/picture.js";
import { Rows } from "../src/rows.js";

function picture(from: number, cells: string[], order = 7, edition = 1): Picture {
  const window = cells.map((cell, i) => ({ row: 100 + from + i, cells: [cell] }));
  return { ...NO_PICTURE, edition, order, from, window, total: 1_000, rows: 1_000 };
}

test("rows of an older window are still known, and not fresh", () => {
  const rows = new Rows();
  rows.take(picture(0, ["a", "b"]));
  rows.take(picture(2, ["c", "d"]));

  expect(rows.at(0)?.cells).toEqual(["a"]);
  expect(rows.isFresh({ from: 2, to: 4 })).toBe(true);
  expect(rows.isFresh({ from: 1, to: 4 })).toBe(false);
  expect(rows.isFresh({ from: 2, to: 5 })).toBe(false);
});

test("an empty range is fresh wherever it is", () => {
  expect(new Rows().isFresh({ from: 0, to: 0 })).toBe(true);
});

test("another order forgets what was known", () => {
  const rows = new Rows();
  rows.take(picture(0, ["a", "b"]));
  rows.take(picture(2, ["c"], 8));

  expect(rows.at(0)).toBeUndefined();
});

test("an answered edit is seen in its row, wherever that is shown, and in no other table", () => {
  const rows = new Rows();
  rows.take(picture(0, ["a", "b"]));

  rows.put({ edition: 1, row: 101, column: 0, value: "x" });
  rows.put({ edition: 2, row: 100, column: 0, value: "y" });

  expect(rows.at(0)?.cells).toEqual(["a"]);
  expect(rows.at(1)?.cells).toEqual(["x"]);
});
