/**
 * Opens a page in a headless browser and waits until an expression is true in it; writes a picture of it.
 *
 *     node open-page.mjs BROWSER ADDRESS EXPRESSION PICTURE.png
 */
import { writeFileSync } from "node:fs";
import { Chromium } from "./chromium.mjs";

const PATIENCE_MS = 60_000;
const [browser, address, expression, picture] = process.argv.slice(2);

const chromium = new Chromium(browser);
try {
  const page = await chromium.open(address);
  const seen = await chromium.isTrue(page, expression, PATIENCE_MS);
  const { data } = await chromium.ask("Page.captureScreenshot", {}, page);
  writeFileSync(picture, Buffer.from(data, "base64"));
  console.log(seen ? `${address} is live.` : `${address} is not live after ${PATIENCE_MS / 1000} s; see ${picture}.`);
  process.exitCode = seen ? 0 : 1;
} finally {
  await chromium.close();
}
