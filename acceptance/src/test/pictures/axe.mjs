import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds in a page as it is now, its best practices included; and whether it fits its window. */
export async function faultsIn(tab) {
  await tab.run(`${AXE}; undefined`);
  const found = await tab.run(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ": " + nodes.map(({ target }) => target.join(" ")).slice(0, 3).join(", ")))`);
  const isWide = await tab.run("document.documentElement.scrollWidth > innerWidth");
  return isWide ? [...found, "wider than its window"] : found;
}
