// What a user does, and what has to be there after it. Each takes { sheet, demo, driver }, and returns what is worth a line.

import { until } from "./children.mjs";

const MANY_ROWS = 20_000;
const FILLER = "x".repeat(100_000);

/** The server dies and comes back: the page goes on, also with what was typed meanwhile. */
async function kill({ sheet, demo }) {
  await sheet.open();
  await sheet.sample("airports");
  await sheet.type(0, 1, "one é ✓");
  await sheet.kept();
  await demo.kill();
  await sheet.away();
  await sheet.edit(1, 1, "meanwhile");
  await demo.start();
  const start = performance.now();
  await sheet.live();
  const ms = Math.round(performance.now() - start);
  await sheet.has(0, 1, "one é ✓");
  await sheet.has(1, 1, "meanwhile");
  await sheet.expectOutcome("restored");
  return `live ${ms} ms after the server`;
}

async function reload({ sheet, demo, driver }) {
  await sheet.open();
  await sheet.sample("airports");
  await sheet.edit(0, 1, "at once");
  await driver.reload();
  await sheet.live();
  await sheet.has(0, 1, "at once");
  await sheet.kept();
  await demo.restart();
  await driver.reload();
  await sheet.live();
  await sheet.has(0, 1, "at once");
  await sheet.expectOutcome("restored");
}

/** A window that the page opens has a copy of its storage. A browser may give it none: then it begins anew. */
async function copy({ sheet, driver }) {
  await sheet.open();
  await sheet.sample("airports");
  await sheet.type(0, 1, "original");
  await sheet.kept();
  const before = await driver.tabs();
  // Only what a user does may open one.
  await driver.run(`
    const button = document.createElement("button");
    button.dataset.testid = "opener";
    button.textContent = "Open";
    button.onclick = () => window.open("/");
    document.body.prepend(button);`);
  await driver.click("opener");
  const other = await until("another tab", async () =>
    (await driver.tabs()).find((tab) => !before.includes(tab)),
  );
  await driver.switchTo(other);
  await sheet.live();
  const outcome = await sheet.outcome();
  if (outcome === "forked") {
    await sheet.has(0, 1, "original");
    await sheet.type(0, 2, "copy");
  } else if (outcome !== "new") throw new Error(`the copy came back as ${outcome}`);
  await driver.closeTab();
  await driver.switchTo(before[0]);
  await sheet.type(1, 1, "goes on");
  if ((await sheet.ask(`document.querySelector('[data-testid="cell-0-2"]').textContent`)) === "copy")
    throw new Error("the copy has changed the original");
  return outcome;
}

async function history({ sheet, demo, driver }) {
  await sheet.open();
  await sheet.sample("airports");
  await sheet.type(0, 1, "here");
  await sheet.kept();
  await driver.run(`addEventListener("pageshow", ({ persisted }) => { window.wasKept = persisted; });`);
  await driver.goto(`${sheet.url}icon.svg`);
  await driver.back();
  await sheet.live();
  await sheet.has(0, 1, "here");
  const wasKept = await sheet.ask("window.wasKept === true");
  await driver.forward();
  await demo.restart();
  await driver.back();
  await sheet.live();
  await sheet.has(0, 1, "here");
  return wasKept ? "the page itself came back" : "the page was loaded again";
}

/** The storage is full: the state lives on in memory, and over the server's death; with room, it is stored again. */
async function quota({ sheet, demo, driver }) {
  await sheet.open();
  await sheet.sample("airports");
  const error = await driver.run(
    `for (let i = 0; ; i++) try { sessionStorage.setItem("filler" + i, arguments[0]) } catch (error) {
       for (let left = 50_000; left; left >>= 1) try { sessionStorage.setItem("rest" + left, "y".repeat(left)) } catch {}
       return error.name;
     }`,
    FILLER,
  );
  await sheet.type(0, 1, "no room");
  const stored = `document.querySelector("[data-testid=snapshot]").dataset.stored`;
  await sheet.until(`${stored} !== "kept"`);
  await demo.restart();
  await sheet.away().catch(() => {});
  await sheet.live();
  await sheet.has(0, 1, "no room");
  await driver.run(
    `Object.keys(sessionStorage).filter((key) => !key.startsWith("livestash")).forEach((key) => sessionStorage.removeItem(key))`,
  );
  await sheet.type(1, 1, "room again");
  await sheet.until(`${stored} === "kept"`);
  await sheet.kept();
  await driver.reload();
  await sheet.live();
  await sheet.has(1, 1, "room again");
  return error;
}

async function large({ sheet, demo, driver }) {
  await sheet.open();
  const rows = Array.from(
    { length: MANY_ROWS },
    (_, i) => `${i},some text ${i * 7919},${(i * 104729) % 1000}`,
  );
  await sheet.paste(`id,text,number\n${rows.join("\n")}`);
  await sheet.type(2, 1, "in a large one");
  await sheet.kept();
  await demo.restart();
  const start = performance.now();
  await sheet.away().catch(() => {});
  await sheet.live();
  await sheet.has(2, 1, "in a large one");
  await sheet.expectOutcome("restored");
  const ms = Math.round(performance.now() - start);
  await driver.reload();
  await sheet.live();
  return `${MANY_ROWS} rows, ${await sheet.stored()} characters stored, back in ${ms} ms`;
}

/** Faster than anybody types, and across the server's death. */
async function typing({ sheet, demo, driver }) {
  await sheet.open();
  await sheet.sample("airports");
  await driver.click("cell-0-1");
  const rows = (from, to) => Array.from({ length: to - from }, (_, i) => [...`v${from + i}`, "Enter"]).flat();
  await driver.press(rows(0, 6));
  const dies = demo.kill();
  await driver.press(rows(6, 12));
  await dies;
  await demo.start();
  await driver.press(rows(12, 16));
  await sheet.live();
  await sheet.kept();
  await driver.run("document.getElementById('grid').scrollTop = 0");
  for (let row = 0; row < 16; row++) await sheet.has(row, 1, `v${row}`);
}

export const SCENARIOS = { kill, reload, copy, history, quota, large, typing };
