import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const LOOK_EVERY_MS = 100;
const FLAGS = ["--headless", "--no-sandbox", "--disable-dev-shm-usage", "--remote-debugging-pipe"];

/**
 * A headless browser behind a pipe of JSON messages, each ended by a zero byte: the DevTools protocol, with nothing
 * between, so that a bare machine has all that it needs.
 */
export class Chromium {
  #profile = mkdtempSync(join(tmpdir(), "chromium-"));
  #waiting = new Map();
  #received = "";
  #asked = 0;

  /** @param command the browser's executable */
  constructor(command) {
    this.process = spawn(command, [...FLAGS, `--user-data-dir=${this.#profile}`, "about:blank"], {
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

  /** Asks the browser, or a page of it. */
  ask(method, params, sessionId) {
    const id = ++this.#asked;
    const answer = new Promise((resolve) => this.#waiting.set(id, resolve));
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return answer;
  }

  /** Opens a page. @returns what to name it by */
  async open(address) {
    const { targetId } = await this.ask("Target.createTarget", { url: address });
    const { sessionId } = await this.ask("Target.attachToTarget", { targetId, flatten: true });
    return sessionId;
  }

  async evaluate(page, expression) {
    const { result } = await this.ask("Runtime.evaluate", { expression }, page);
    return result.value;
  }

  /** Looks until an expression is true in a page. @returns whether it was */
  async isTrue(page, expression, patienceMs) {
    const until = performance.now() + patienceMs;
    while ((await this.evaluate(page, expression)) !== true) {
      if (performance.now() > until) return false;
      await delay(LOOK_EVERY_MS);
    }
    return true;
  }

  async close() {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGKILL");
    await ended;
    // Its children end a moment later, and write until then. `rmSync` would not look again for what they have written.
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
