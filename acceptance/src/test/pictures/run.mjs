// Takes the pictures of the demo that the README shows, and looks with axe whether each state is accessible. Ends with 0 if so.
//
//   node run.mjs --jar DEMO.jar --folder SCRATCH --out FOLDER [--only wide]

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { Demo } from "../browsers/demo.mjs";
import { Chrome } from "./chrome.mjs";
import { smaller } from "./png.mjs";

const SIZES = { wide: [1000, 600], narrow: [320, 640] };
const THEMES = ["light", "dark"];
const PORT = 24_190;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LIVE = `document.body.dataset.status === "live"`;
const KEPT = `!Object.keys(sessionStorage).some((key) => key.startsWith("livestash:sheet:e"))`;

const { values } = parseArgs({
  options: {
    jar: { type: "string" },
    folder: { type: "string" },
    out: { type: "string" },
    only: { type: "string" },
  },
});
rmSync(values.folder, { recursive: true, force: true });
mkdirSync(values.folder, { recursive: true });
mkdirSync(values.out, { recursive: true });
const demo = new Demo(values.jar, values.folder, PORT);
const chrome = new Chrome(process.env.CHROMIUM ?? "chromium", `${values.folder}/chromium`);
let faults = 0;

/** What axe finds, its best practices included. */
async function examine(tab, name) {
  await tab.run(`${AXE}; undefined`);
  const found = await tab.run(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ": " + nodes.map(({ target }) => target.join(" ")).slice(0, 3).join(", ")))`);
  const errors = await tab.run(
    `document.documentElement.scrollWidth > innerWidth ? ["wider than its window"] : []`,
  );
  for (const fault of [...found, ...errors]) {
    faults++;
    process.stdout.write(`${name}: ${fault}\n`);
  }
}

async function take(tab, size, state) {
  await tab.until("document.getAnimations().every(({ playState }) => playState !== 'running')");
  for (const theme of THEMES) {
    await tab.theme(theme);
    const name = `${state}-${size}-${theme}`;
    const png = smaller(await tab.picture());
    writeFileSync(`${values.out}/${name}.png`, png);
    process.stdout.write(`${name.padEnd(22)} ${png.length} bytes\n`);
    await examine(tab, name);
  }
}

async function states(tab, size) {
  await tab.navigate(`${demo.url}?beside`);
  await tab.until(`${LIVE} && document.body.dataset.sheet === "empty"`);
  await take(tab, size, "open");
  await tab.click("sample-seattle-weather");
  await tab.until(
    `document.getElementById("cell-0-1")?.textContent && document.getElementById("beside").dataset.state === "loaded"`,
  );
  await tab.type("one");
  await tab.until(KEPT);
  await take(tab, size, "beside");
  await demo.kill();
  await tab.until(`document.body.dataset.status === "waiting"`);
  await tab.type("typed meanwhile");
  await tab.until(`document.querySelector("livestash-banner").shadowRoot.textContent.includes("away")`);
  await take(tab, size, "away");
  await demo.start();
  await tab.until(`${LIVE} && ${KEPT} && document.getElementById("beside").dataset.state === "gone"`);
  await take(tab, size, "back");
  await tab.navigate(demo.url);
  await tab.until(`${LIVE} && !!document.getElementById("cell-0-1")?.textContent`);
  await tab.until(`document.querySelector('[data-testid="session"]').textContent !== ""`);
  await take(tab, size, "sheet");
  await tab.click("inspector");
  await tab.until(`document.body.lastElementChild.shadowRoot?.activeElement`);
  await tab.run(`document.getElementById("grid").focus()`);
  await tab.key("ArrowDown", 40);
  await tab.type("seen");
  await tab.until(`${KEPT} && document.body.lastElementChild.shadowRoot.textContent.includes("keep")`);
  await take(tab, size, "inspect");
  await tab.click("inspector");
  await tab.run(`document.getElementById("tour").dataset.pace = 600_000`);
  await tab.click("tour");
  await tab.click("tour-next");
  await tab.until(`document.getElementById("tour-text").textContent.includes("first cell")`);
  await take(tab, size, "tour");
  await tab.click("tour-stop");
}

await demo.start();
for (const [size, [width, height]] of Object.entries(SIZES)) {
  if (values.only && values.only !== size) continue;
  await states(await chrome.open(width, height), size);
}
await demo.kill();
process.stdout.write(faults ? `${faults} faults\n` : "Each state is accessible, as far as axe sees.\n");
process.exit(faults ? 1 : 0);
