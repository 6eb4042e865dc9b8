import { expect, test } from "vitest";
import { Book } from "../src/book.js";
import { NO_PICTURE, type Picture } from "../src/picture.js";

const PICTURE: Picture = {
  ...NO_PICTURE,
  edition: 3,
  columns: ["a", "b"],
  rows: 9,
  total: 2,
  window: [
    { row: 8, cells: ["1", "2"] },
    { row: 4, cells: ["3", "4"] },
  ],
};

function book(): Book {
  const made = new Book();
  made.take(PICTURE);
  return made;
}

test("an edit names the row by its place in the table", () => {
  expect(book().edit(1, 0, "x")).toEqual({ edition: 3, row: 4, column: 0, value: "x" });
});

test("a row that is not known cannot be edited", () => {
  expect(book().edit(2, 0, "x")).toBeUndefined();
  expect(book().cell(2, 0)).toBeUndefined();
});

test("the latest of several edits is shown until each is answered", () => {
  const sheet = book();
  const first = { edition: 3, row: 4, column: 1, value: "first" };
  const second = { edition: 3, row: 4, column: 1, value: "second" };
  sheet.pending.add(first);
  sheet.pending.add(second);

  sheet.pending.remove(first);
  expect(sheet.cell(1, 1)).toEqual({ text: "second", pending: true });

  sheet.pending.remove(second);
  expect(sheet.cell(1, 1)).toEqual({ text: "4", pending: false });
});

test("an edit of another table is not shown in this one", () => {
  const sheet = book();
  sheet.pending.add({ edition: 2, row: 4, column: 1, value: "x" });

  expect(sheet.cell(1, 1)).toEqual({ text: "4", pending: false });
});
