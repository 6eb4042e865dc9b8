// What Firefox keeps of a tab's sessionStorage where it makes the tab anew: so many characters of an origin, or nothing of it.

import { setTimeout as sleep } from "node:timers/promises";
import { until } from "./children.mjs";
import { Firefox, RESTORES } from "./firefox.mjs";
import { Sheet } from "./sheet.mjs";

/** How often Firefox saves its tabs is set to a second; it puts that off while it is busy. */
const SAVED_MS = 10_000;

async function tabOf(driver, url, others = []) {
  return until("the tab", async () => {
    for (const tab of await driver.tabs()) {
      if (others.includes(tab)) continue;
      await driver.switchTo(tab);
      if ((await driver.run("return location.href")).startsWith(url)) return tab;
    }
  });
}

async function duplicate(driver, sheet) {
  const before = await driver.tabs();
  await driver.inBrowser(
    `gBrowser.selectedTab = gBrowser.duplicateTab(gBrowser.selectedTab); window.setTimeout(done, 1000);`,
  );
  const tab = await tabOf(driver, sheet.url, before);
  await sheet.live();
  const outcome = await sheet.outcome();
  await driver.switchTo(tab);
  await driver.closeTab();
  await driver.switchTo(before[0]);
  return outcome;
}

async function reopen(driver, sheet) {
  await driver.inBrowser(`
    const old = gBrowser.selectedTab;
    gBrowser.selectedTab = gBrowser.addTrustedTab("about:blank");
    window.setTimeout(() => { gBrowser.removeTab(old); window.setTimeout(() => {
      gBrowser.selectedTab = SessionStore.undoCloseTab(window, 0); window.setTimeout(done, 1000); }, 1000); }, 1000);`);
  await tabOf(driver, sheet.url);
  await sheet.live();
  return sheet.outcome();
}

/** The browser dies; another one takes its profile. */
async function crash(driver, folder, port, url) {
  await sleep(SAVED_MS);
  await driver.close();
  const next = await Firefox.launch(folder, port, { preferences: RESTORES, keeps: true });
  try {
    await tabOf(next, url);
    const sheet = new Sheet(next, url);
    await sheet.live();
    return await sheet.outcome();
  } finally {
    await next.close();
  }
}

/** A sheet that the tab has stored; how much that is. */
async function prepare(sheet, csv) {
  await sheet.open();
  await sheet.paste(csv);
  await sheet.type(0, 0, "edited");
  await sheet.kept();
  return sheet.stored();
}

/** How a sheet comes back after each, and what was stored of it. */
export async function measured(folder, port, url, csv) {
  const driver = await Firefox.launch(folder, port, { preferences: RESTORES });
  const sheet = new Sheet(driver, url);
  const characters = await prepare(sheet, csv);
  const duplicated = await duplicate(driver, sheet);
  const reopened = await reopen(driver, sheet);
  await prepare(sheet, csv);
  const crashed = await crash(driver, folder, port, url);
  return { characters, duplicated, reopened, crashed };
}
