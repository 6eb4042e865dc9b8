import { expect, test } from "vitest";
import { layOut } from "../src/columns.js";
import { historyStep, isTyping, moveOf } from "../src/keys.js";
import { shown, unshown } from "../src/row-view.js";
import { HEADER, Selection } from "../src/selection.js";

function key(name: string, modifiers: Partial<KeyboardEvent> = {}): KeyboardEvent {
  const none = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
  return { ...none, ...modifiers, key: name } as KeyboardEvent;
}

test("a column is as wide as its texts, within bounds", () => {
  const rows = [{ row: 0, cells: ["1", "x".repeat(1_000), ""] }];
  const [narrow, wide] = layOut(["a", "b", "c"], rows);

  expect(narrow).toEqual({ width: 84, numeric: true });
  expect(wide).toEqual({ width: 300, numeric: false });
});

test("a column is numeric if all its filled cells are numbers", () => {
  const rows = ["1", " ", "-2.5e3", ""].map((cell, row) => ({ row, cells: [cell, `${cell}x`, ""] }));

  expect(layOut(["a", "b", "c"], rows).map(({ numeric }) => numeric)).toEqual([true, false, false]);
});

test("the selection ends at the edges, and a leap upward at the first row", () => {
  const selection = new Selection();

  expect(selection.move({ rows: 1e9, columns: 1e9 }, 10, 3)).toBe(true);
  expect([selection.place, selection.column]).toEqual([9, 2]);
  expect(selection.move({ rows: 0, columns: 1 }, 10, 3)).toBe(false);
  selection.move({ rows: -1e9, columns: 0 }, 10, 3);
  expect(selection.place).toBe(0);
  selection.move({ rows: -1, columns: 0 }, 10, 3);
  expect(selection.place).toBe(HEADER);
});

test("without rows only the header can be selected", () => {
  const selection = new Selection();
  selection.move({ rows: 0, columns: 0 }, 0, 3);
  expect(selection.place).toBe(HEADER);
});

test("keys mean moves, typing or steps through the history", () => {
  expect(moveOf(key("ArrowDown"), 20)).toEqual({ rows: 1, columns: 0 });
  expect(moveOf(key("PageUp"), 20)).toEqual({ rows: -20, columns: 0 });
  expect(moveOf(key("ArrowLeft", { altKey: true }), 20)).toBeUndefined();
  expect(["a", "ß", "😀", " "].every((typed) => isTyping(key(typed)))).toBe(true);
  expect(isTyping(key("Escape"))).toBe(false);
  expect(isTyping(key("c", { ctrlKey: true }))).toBe(false);
  expect(historyStep(key("z", { ctrlKey: true }))).toBe("undo");
  expect(historyStep(key("Z", { metaKey: true, shiftKey: true }))).toBe("redo");
  expect(historyStep(key("y", { ctrlKey: true }))).toBe("redo");
  expect(historyStep(key("z"))).toBeUndefined();
});

test("line breaks are shown as one character, and come back as they were", () => {
  for (const text of ["a\nb\nc", "a\r\nb", "a"]) expect(unshown(shown(text), text)).toBe(text);
  expect(unshown("a⏎b!", "a\r\nb")).toBe("a\r\nb!");
  expect(unshown("⏎", "plain")).toBe("⏎");
});
