import type { Move } from "./selection.js";

/** Farther than any table reaches. */
const EDGE = 1e9;

/** Where a key moves the selection; undefined if it does not. */
export function moveOf(event: KeyboardEvent, pageRows: number): Move | undefined {
  if (event.altKey) return undefined;
  const far = event.ctrlKey || event.metaKey;
  const reach = far ? EDGE : 1;
  switch (event.key) {
    case "ArrowUp":
      return { rows: -reach, columns: 0 };
    case "ArrowDown":
      return { rows: reach, columns: 0 };
    case "ArrowLeft":
      return { rows: 0, columns: -reach };
    case "ArrowRight":
      return { rows: 0, columns: reach };
    case "PageUp":
      return { rows: -pageRows, columns: 0 };
    case "PageDown":
      return { rows: pageRows, columns: 0 };
    case "Home":
      return { rows: far ? -EDGE : 0, columns: -EDGE };
    case "End":
      return { rows: far ? EDGE : 0, columns: EDGE };
    default:
      return undefined;
  }
}

/** Where a key moves the selection when it ends an edit; undefined if it does not end one. */
export function moveAfterEdit({ key, shiftKey }: KeyboardEvent): Move | undefined {
  const step = shiftKey ? -1 : 1;
  if (key === "Enter") return { rows: step, columns: 0 };
  if (key === "Tab") return { rows: 0, columns: step };
  if (key === "ArrowUp") return { rows: -1, columns: 0 };
  if (key === "ArrowDown") return { rows: 1, columns: 0 };
  return undefined;
}

/** Whether a key writes something, and so begins an edit. */
export function isTyping(event: KeyboardEvent): boolean {
  return [...event.key].length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Which step through the history the keys mean, if any. */
export function historyStep(event: KeyboardEvent): "undo" | "redo" | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined;
  const key = event.key.toLowerCase();
  if (key === "y" && !event.shiftKey) return "redo";
  if (key !== "z") return undefined;
  return event.shiftKey ? "redo" : "undo";
}
