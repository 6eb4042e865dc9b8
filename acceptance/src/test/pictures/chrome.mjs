// Chromium by its own protocol, over a pipe: no port, and no library.

import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

const ZERO = "\0";
const POLL_MS = 50;
const PATIENCE_MS = 60_000;

export class Chrome {
  #next = 0;
  #asked = new Map();
  #rest = "";

  constructor(executable, folder) {
    this.process = spawn(
      executable,
      [
        "--headless",
        "--no-sandbox",
        "--hide-scrollbars",
        "--remote-debugging-pipe",
        `--user-data-dir=${folder}`,
      ],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
    );
    process.on("exit", () => this.process.kill("SIGKILL"));
    this.process.stdio[4].setEncoding("utf8").on("data", (data) => this.#received(data));
  }

  #received(data) {
    const messages = (this.#rest + data).split(ZERO);
    this.#rest = messages.pop();
    for (const message of messages) this.#answered(JSON.parse(message));
  }

  #answered({ id, result, error }) {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (error) asked?.reject(new Error(error.message));
    else asked?.resolve(result);
  }

  ask(method, params = {}, sessionId = undefined) {
    const id = ++this.#next;
    this.process.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + ZERO);
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
  }

  /** A tab of a user of its own, with nothing stored. */
  async open(width, height) {
    const { browserContextId } = await this.ask("Target.createBrowserContext");
    const { targetId } = await this.ask("Target.createTarget", { url: "about:blank", browserContextId });
    const { sessionId } = await this.ask("Target.attachToTarget", { targetId, flatten: true });
    const tab = new Tab((method, params) => this.ask(method, params, sessionId));
    await tab.ask("Emulation.setDeviceMetricsOverride", {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    });
    return tab;
  }
}

class Tab {
  constructor(ask) {
    this.ask = ask;
  }

  async navigate(url) {
    await this.ask("Page.navigate", { url });
  }

  async theme(name) {
    const features = [
      { name: "prefers-color-scheme", value: name },
      { name: "prefers-reduced-motion", value: "reduce" },
    ];
    await this.ask("Emulation.setEmulatedMedia", { features });
  }

  async run(expression) {
    const { result, exceptionDetails } = await this.ask("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async until(expression) {
    const end = Date.now() + PATIENCE_MS;
    while (!(await this.run(expression).catch(() => false))) {
      if (Date.now() > end) throw new Error(`never: ${expression}`);
      await sleep(POLL_MS);
    }
  }

  async click(testId) {
    await this.until(`!!document.querySelector('[data-testid="${testId}"]:not([hidden])')`);
    await this.run(`document.querySelector('[data-testid="${testId}"]').click()`);
  }

  /** Writes into the cell that is selected, by keys as a user does. */
  async type(text) {
    await this.run(`document.getElementById("grid").focus()`);
    await this.key("Enter", 13);
    await this.ask("Input.insertText", { text });
    await this.key("Enter", 13);
  }

  async key(key, code) {
    const event = { key, windowsVirtualKeyCode: code, text: key === "Enter" ? "\r" : undefined };
    await this.ask("Input.dispatchKeyEvent", { type: "keyDown", ...event });
    await this.ask("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  async picture() {
    const { data } = await this.ask("Page.captureScreenshot", { format: "png" });
    return Buffer.from(data, "base64");
  }
}
