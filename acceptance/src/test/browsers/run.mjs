// Works in the demo as a user does, in Firefox and in WebKit, and prints what came of each scenario. Ends with 0 if all hold.
//
//   node run.mjs --jar DEMO.jar --folder SCRATCH [--only kill,reload] [firefox] [webkit]

import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { start } from "./children.mjs";
import { Demo } from "./demo.mjs";
import { Firefox } from "./firefox.mjs";
import { measured } from "./limit.mjs";
import { SCENARIOS } from "./scenarios.mjs";
import { Sheet } from "./sheet.mjs";
import { WebKit } from "./webkit.mjs";

const BROWSERS = { firefox: Firefox, webkit: WebKit };
const FIRST_PORT = 24_100;
const LIMIT = "limit";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { jar: { type: "string" }, folder: { type: "string" }, only: { type: "string" } },
});
const wanted = values.only?.split(",") ?? [...Object.keys(SCENARIOS), LIMIT];
const browsers = positionals.length ? positionals : Object.keys(BROWSERS);
let port = FIRST_PORT;
let failures = 0;

function said(browser, name, text) {
  process.stdout.write(`${browser.padEnd(8)} ${name.padEnd(8)} ${text}\n`);
}

async function tried(browser, name, run) {
  const began = performance.now();
  try {
    const more = await run();
    said(
      browser,
      name,
      `holds, ${Math.round((performance.now() - began) / 1000)} s${more ? `: ${more}` : ""}`,
    );
  } catch (error) {
    failures++;
    said(browser, name, `FAILS: ${error.message.slice(0, 400)}`);
  }
}

/** Each in a browser of its own, so that what one leaves behind is nothing to the next. */
async function work(browser, name) {
  const demo = new Demo(values.jar, values.folder, port++);
  await demo.start();
  const driver = await BROWSERS[browser].launch(values.folder, port++);
  try {
    return await SCENARIOS[name]({ sheet: new Sheet(driver, demo.url), demo, driver });
  } finally {
    await driver.close();
    await demo.kill();
  }
}

function csv(rows) {
  return `a,b\n${Array.from({ length: rows }, (_, i) => `${i},${(i * 7919) % 10_007}`).join("\n")}`;
}

/** Of Firefox alone. Not a promise of ours: it is told, and fails only where small tokens do not help. */
async function limits() {
  const redis = port++;
  start("redis-server", ["--port", `${redis}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
  const demo = new Demo(values.jar, values.folder, port++, redis);
  await demo.start();
  const seen = {};
  for (const [kind, path, rows] of [
    ["small", "", 5],
    ["large", "", 2_000],
    ["large, on servers", "?stash=redis", 2_000],
  ]) {
    const each = await measured(values.folder, port++, demo.url + path, csv(rows));
    seen[kind] = each;
    said(
      "firefox",
      LIMIT,
      `${kind}: ${each.characters} characters; duplicated ${each.duplicated}, reopened ${each.reopened}, after a crash ${each.crashed}`,
    );
  }
  await demo.kill();
  const { duplicated, reopened, crashed } = seen["large, on servers"];
  if ([duplicated, reopened, crashed].includes("new")) throw new Error("a small token did not come back");
}

mkdirSync(values.folder, { recursive: true });
for (const browser of browsers) {
  for (const name of wanted) {
    if (SCENARIOS[name]) await tried(browser, name, () => work(browser, name));
  }
  if (browser === "firefox" && wanted.includes(LIMIT)) await tried(browser, LIMIT, limits);
}
process.exit(failures ? 1 : 0);
