// Takes the pictures of the demo that the README shows, and looks with axe whether each state is accessible; and so are two nodes'
// panel and the pages of the site, of which no pictures are taken. Ends with 0 if so.
//
//   node run.mjs --jar DEMO.jar --pages SITE --folder SCRATCH --out FOLDER [--only wide]

import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { Demo, TwoNodes } from "../browsers/demo.mjs";
import { faultsIn } from "./axe.mjs";
import { Chrome } from "./chrome.mjs";
import { smaller } from "./png.mjs";

const SIZES = { wide: [1000, 600], narrow: [320, 640] };
const THEMES = ["light", "dark"];
const PORT = 24_190;
const LIVE = `document.body.dataset.status === "live"`;
const STILL = "document.getAnimations().every(({ playState }) => playState !== 'running')";
const KEPT = `!Object.keys(sessionStorage).some((key) => key.startsWith("livestash:sheet:e"))`;

const { values } = parseArgs({
  options: {
    jar: { type: "string" },
    pages: { type: "string" },
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

async function examine(tab, name) {
  for (const fault of await faultsIn(tab)) {
    faults++;
    process.stdout.write(`${name}: ${fault}\n`);
  }
}

async function examineThemes(tab, name) {
  for (const theme of THEMES) {
    await tab.theme(theme);
    await tab.until(STILL);
    await examine(tab, `${name} ${theme}`);
  }
}

async function take(tab, size, state) {
  await tab.until(STILL);
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

/** The panel of two nodes: both are there; one was killed; one is being replaced. */
async function nodeStates(tab, size) {
  await tab.until(`${LIVE} && !!document.querySelector('[data-node="A"][data-up="true"]')`);
  await examineThemes(tab, `nodes ${size}`);
  await tab.click("kill-A");
  await tab.until(`!!document.querySelector('[data-node="A"][data-up="false"]')`);
  await examineThemes(tab, `nodes, one killed, ${size}`);
  await tab.until(`${LIVE} && !!document.querySelector('[data-testid="deploy"]:enabled')`);
  await tab.click("deploy");
  await tab.until(`!!document.querySelector('[data-testid="deploy"]:disabled')`);
  await examineThemes(tab, `nodes, deploying, ${size}`);
}

async function twoNodes(tab, size) {
  const nodes = new TwoNodes(values.jar, values.folder, PORT);
  await nodes.start();
  try {
    await tab.navigate(nodes.url);
    await nodeStates(tab, size);
  } finally {
    await nodes.kill();
  }
}

/** The pages of the site as files, and one with its search's results. */
async function documents(tab, size) {
  const pages = readdirSync(values.pages, { recursive: true }).filter((file) => /\.html$/.test(file));
  for (const page of pages.filter((file) => !file.startsWith("reference/")).sort()) {
    const url = pathToFileURL(resolve(join(values.pages, page))).href;
    await tab.navigate(url);
    await tab.until(`location.href === ${JSON.stringify(url)} && document.readyState === "complete"`);
    await examineThemes(tab, `${page} ${size}`);
  }
  await tab.run(`document.querySelector("input").focus()`);
  await tab.ask("Input.insertText", { text: "token" });
  await tab.until(`document.querySelectorAll("form ol:not([hidden]) a").length > 1`);
  await examineThemes(tab, `search ${size}`);
  process.stdout.write(`${pages.length} pages of the site, ${size}\n`);
}

for (const [size, [width, height]] of Object.entries(SIZES)) {
  if (values.only && values.only !== size) continue;
  await documents(await chrome.open(width, height), size);
  await twoNodes(await chrome.open(width, height), size);
  await demo.start();
  await states(await chrome.open(width, height), size);
  await demo.kill();
}
process.stdout.write(faults ? `${faults} faults\n` : "Each state is accessible, as far as axe sees.\n");
process.exit(faults ? 1 : 0);
