import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url));

/** Runs the script of the built module in a world where everything that a page has tells that it was touched. */
function run(): { readonly made: object; readonly touched: string[]; readonly globals: string[] } {
  const touched: string[] = [];
  const world = {};
  const names = [
    "WebSocket",
    "sessionStorage",
    "localStorage",
    "location",
    "document",
    "window",
    "performance",
  ];
  const functions = [
    "addEventListener",
    "setTimeout",
    "setInterval",
    "queueMicrotask",
    "fetch",
    "reportError",
  ];
  for (const name of [...names, ...functions]) {
    Object.defineProperty(world, name, { get: () => touched.push(name) });
  }
  const made = runInContext(`${read("dist/livestash.iife.js")}\n;LiveStash`, createContext(world));
  return { made, touched, globals: Object.keys(world) };
}

test("loading the module does nothing but make its names", () => {
  const { made, touched, globals } = run();
  expect(touched).toEqual([]);
  expect(globals).toEqual(["LiveStash"]);
  expect(Object.keys(made).sort()).toEqual(["LiveStashError", "connect"]);
});

test("importing the module makes the same names", async () => {
  expect(Object.keys(await import("under-test")).sort()).toEqual(["LiveStashError", "connect"]);
});

test.each(["index.js", "livestash.iife.js"])("the README tells the size of the module: %s", (file) => {
  const kilobytes = (gzipSync(read(`dist/${file}`), { level: 9 }).length / 1000).toFixed(1);
  expect(read("README.md").toString()).toContain(`${kilobytes} kB`);
});

test("the versions agree", () => {
  const version = (path: string) => JSON.parse(read(path).toString()).version;
  expect(version("package.json")).toBe(version("../package.json"));
});

test("the README's tables have every option, and every code that a promise is rejected with", () => {
  const readme = `${read("README.md")}`;
  const options = `${read("src/options.ts")}`.split("export interface ConnectOptions")[1]?.split("\n}\n")[0];
  const names = [...(options ?? "").matchAll(/^ {2}(?:readonly )?(\w+)\??[:(]/gm)].map(([, name]) => name);
  expect(names).toHaveLength(14);
  for (const name of names) expect(readme).toMatch(new RegExp(`^\\| \`${name}[\`(]`, "m"));
  const codes = [...`${read("src/errors.ts")}`.matchAll(/^ \* - `([a-z-]+)`/gm)].map(([, code]) => code);
  expect(codes).toHaveLength(10);
  for (const code of codes) expect(readme).toMatch(new RegExp(`^\\| .*\`${code}\``, "m"));
});
