import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Each file, with those that it names. */
type Files = ReadonlyMap<string, readonly string[]>;

/** What the sources name; a type counts as much as a value. */
function filesOf(sources: Readonly<Record<string, string>>): Files {
  const named = (text: string) => [...text.matchAll(/(?:from|import)[\s(]*"\.\/([^"]+)\.js"/g)];
  return new Map(
    Object.entries(sources).map(([name, text]) => [name, named(text).map(([, other = ""]) => other)]),
  );
}

/** The files that one leads to, in any number of steps. */
function reachedFrom(name: string, files: Files): readonly string[] {
  const reached = new Set(files.get(name));
  for (const other of reached) for (const next of files.get(other) ?? []) reached.add(next);
  return [...reached];
}

/** The files that lead back to themselves, each with the others of its loops. */
function loopsOf(files: Files): string[][] {
  return [...files.keys()]
    .map((name) => reachedFrom(name, files).filter((other) => reachedFrom(other, files).includes(name)))
    .filter((loop) => loop.length > 0)
    .map((loop) => loop.sort());
}

const folder = new URL("../src/", import.meta.url);
const SOURCES = Object.fromEntries(
  readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => [file.replace(/\.ts$/, ""), readFileSync(new URL(file, folder), "utf8")]),
);

test("no files of the module name each other in a loop", () => {
  expect(loopsOf(filesOf(SOURCES))).toEqual([]);
});

/** What stands beside the module, and imports it by its name. */
const BESIDE = ["react", "vue", "svelte", "testing", "store", "banner", "inspector", "tap"];

test("every file of the module is reached from its entry, and none of what stands beside it", () => {
  const others = Object.keys(SOURCES).filter((name) => !["index", "globals.d", ...BESIDE].includes(name));
  expect([...reachedFrom("index", filesOf(SOURCES))].sort()).toEqual(others.sort());
});

test("a loop of the module's files would be found", () => {
  const looped = `${SOURCES["vault"]}\nimport type { LiveView } from "./connect.js";`;
  const loops = loopsOf(filesOf({ ...SOURCES, vault: looped }));
  expect(loops).toContainEqual(expect.arrayContaining(["connect", "instance", "vault"]));
});

test.each([
  ["values", 'import { b } from "./b.js";', 'export { c } from "./c.js";', 'import "./a.js";'],
  [
    "types",
    'import type {\n  B,\n} from "./b.js";',
    'export type * from "./c.js";',
    'type A = import("./a.js").A;',
  ],
])("a loop is found, made of %s", (_, a, b, c) => {
  const files = filesOf({ a, b, c, d: 'import { a } from "./a.js";', e: "" });
  expect(loopsOf(files)).toEqual(Array(3).fill(["a", "b", "c"]));
});

test("a file that names itself is a loop", () => {
  expect(loopsOf(filesOf({ a: 'import { a } from "./a.js";' }))).toEqual([["a"]]);
});
