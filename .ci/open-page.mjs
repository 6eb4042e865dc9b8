/**
 * Opens a page in a headless browser and waits until an expression is true in it; writes a picture of it.
 *
 *     node open-page.mjs BROWSER ADDRESS EXPRESSION PICTURE.png
 *
 * It speaks the DevTools protocol itself, so that a bare machine has all that it needs.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 100;
const [browser, address, expression, picture] = process.argv.slice(2);

/** A browser behind a pipe of JSON messages, each ended by a zero byte. */
class Browser {
  #profile = mkdtempSync(join(tmpdir(), "open-page-"));
  #waiting = new Map();
  #received = "";
  #asked = 0;

  constructor(command) {
    const flags = ["--headless", "--no-sandbox", "--disable-dev-shm-usage", "--remote-debugging-pipe"];
    this.process = spawn(command, [...flags, `--user-data-dir=${this.#profile}`, "about:blank"], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    this.process.stdio[4].setEncoding("utf8").on("data", (text) => this.#receive(text));
  }

  #receive(text) {
    const messages = (this.#received + text).split("\0");
    this.#received = messages.pop();
    for (const { id, result, error } of messages.map((message) => JSON.parse(message))) {
      this.#waiting.get(id)?.(error ? Promise.reject(new Error(error.message)) : result);
      this.#waiting.delete(id);
    }
  }

  ask(method, params, sessionId) {
    const id = ++this.#asked;
    const answer = new Promise((resolve) => this.#waiting.set(id, resolve));
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return answer;
  }

  async close() {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGKILL");
    await ended;
    // Its children end a moment later, and write until then.
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

async function isTrue(chromium, session) {
  const { result } = await chromium.ask("Runtime.evaluate", { expression }, session);
  return result.value === true;
}

async function look(chromium) {
  const { targetId } = await chromium.ask("Target.createTarget", { url: address });
  const { sessionId } = await chromium.ask("Target.attachToTarget", { targetId, flatten: true });
  const until = performance.now() + PATIENCE_MS;
  let seen = false;
  while (!seen && performance.now() < until) {
    await delay(LOOK_EVERY_MS);
    seen = await isTrue(chromium, sessionId);
  }
  const { data } = await chromium.ask("Page.captureScreenshot", {}, sessionId);
  writeFileSync(picture, Buffer.from(data, "base64"));
  return seen;
}

const chromium = new Browser(browser);
try {
  const seen = await look(chromium);
  console.log(seen ? `${address} is live.` : `${address} is not live after ${PATIENCE_MS / 1000} s; see ${picture}.`);
  process.exitCode = seen ? 0 : 1;
} finally {
  await chromium.close();
}
