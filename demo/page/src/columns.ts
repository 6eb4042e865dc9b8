import type { Row } from "./picture.js";

/** How one column is drawn. */
export interface Column {
  /** In pixels, at least. */
  readonly width: number;
  /** Numbers are set flush right, so that their digits stand below each other. */
  readonly numeric: boolean;
}

const MIN_WIDTH = 84;
const MAX_WIDTH = 300;
const CHARACTER_WIDTH = 7.6;
const PADDING = 26;
const HEADER_PADDING = 44;
const DIGIT_WIDTH = 8.4;

/** Lays the columns out by their names and the first rows, once for each table. */
export function layOut(names: readonly string[], rows: readonly Row[]): Column[] {
  return names.map((name, column) => {
    const texts = rows.map((row) => row.cells[column] ?? "");
    const widest = Math.max(0, ...texts.map((text) => text.length)) * CHARACTER_WIDTH + PADDING;
    const width = Math.max(widest, name.length * CHARACTER_WIDTH + HEADER_PADDING);
    return { width: Math.round(Math.min(Math.max(width, MIN_WIDTH), MAX_WIDTH)), numeric: areNumeric(texts) };
  });
}

/** How wide the row numbers are, in pixels. */
export function numberWidth(rows: number): number {
  return Math.round(String(rows).length * DIGIT_WIDTH + PADDING);
}

function areNumeric(texts: readonly string[]): boolean {
  const filled = texts.filter((text) => text.trim() !== "");
  return filled.length > 0 && filled.every((text) => Number.isFinite(Number(text)));
}
