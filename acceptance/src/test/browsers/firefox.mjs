// Firefox by Marionette, its own protocol: Debian has no geckodriver. It also reaches the browser itself, as its menus do.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { end, start, until } from "./children.mjs";
import { Driver } from "./driver.mjs";

const COLON = 58;

const PREFERENCES = {
  "app.update.disabledForTesting": true,
  "browser.aboutwelcome.enabled": false,
  "browser.sessionstore.resume_from_crash": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "dom.disable_open_during_load": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
  "toolkit.telemetry.reportingpolicy.firstRun": false,
};

/** As a user has it who wants the tabs of the last time, and soon enough for a test. */
export const RESTORES = {
  "browser.sessionstore.interval": 1_000,
  "browser.sessionstore.max_resumed_crashes": 10,
  "browser.sessionstore.resume_from_crash": true,
  "browser.startup.page": 3,
  "toolkit.startup.max_resumed_crashes": -1,
};

export class Firefox extends Driver {
  name = "firefox";
  waiting = new Map();
  last = 0;

  /** @param profile a folder, which is kept if it is there and `keeps` */
  static async launch(folder, port, { preferences = {}, keeps = false } = {}) {
    const self = new Firefox();
    const profile = `${folder}/firefox`;
    if (!keeps) rmSync(profile, { recursive: true, force: true });
    mkdirSync(profile, { recursive: true });
    const all = { ...PREFERENCES, "marionette.port": port, ...preferences };
    const lines = Object.entries(all).map(
      (each) => `user_pref(${each.map((one) => JSON.stringify(one)).join(", ")});`,
    );
    writeFileSync(`${profile}/user.js`, lines.join("\n"));
    const command = ["--marionette", "--remote-allow-system-access", "--no-remote", "--headless"];
    self.process = start("firefox-esr", [...command, "--profile", profile, "about:blank"], { HOME: folder });
    self.socket = await until("Firefox is up", () => connected(port), 60_000);
    self.socket.on("error", () => {});
    self.socket.on("data", (data) => self.received(data));
    const session = await self.command("NewSession", { capabilities: {} });
    self.version = session.capabilities.browserVersion;
    return self;
  }

  received(data) {
    this.buffer = Buffer.concat([this.buffer ?? Buffer.alloc(0), data]);
    for (;;) {
      const colon = this.buffer.indexOf(COLON);
      const stop = colon + 1 + Number(this.buffer.subarray(0, Math.max(0, colon)));
      if (colon < 0 || this.buffer.length < stop) return;
      this.answered(JSON.parse(this.buffer.subarray(colon + 1, stop)));
      this.buffer = this.buffer.subarray(stop);
    }
  }

  /** The first message is a greeting. */
  answered(message) {
    if (!Array.isArray(message)) return;
    const [, id, error, result] = message;
    const { resolve, reject } = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) reject(new Error(`${error.error}: ${error.message}`));
    else resolve(result);
  }

  send(name, parameters) {
    const text = JSON.stringify([0, ++this.last, name, parameters]);
    this.socket.write(`${Buffer.byteLength(text)}:${text}`);
    return new Promise((resolve, reject) => this.waiting.set(this.last, { resolve, reject }));
  }

  async command(name, parameters) {
    const result = await this.send(`WebDriver:${name}`, parameters);
    return result && !Array.isArray(result) && "value" in result ? result.value : result;
  }

  /** Runs a script's body in the browser itself; it calls `done`. */
  async inBrowser(script) {
    await this.send("Marionette:SetContext", { value: "chrome" });
    try {
      const body = `const done = arguments[arguments.length - 1];
        const window = Services.wm.getMostRecentWindow("navigator:browser"), { gBrowser } = window;
        const { SessionStore } = ChromeUtils.importESModule("resource:///modules/sessionstore/SessionStore.sys.mjs");
        ${script}`;
      return await this.send("WebDriver:ExecuteAsyncScript", { script: body, args: [], newSandbox: true });
    } finally {
      await this.send("Marionette:SetContext", { value: "content" });
    }
  }

  async close() {
    this.socket.destroy();
    await end(this.process);
  }
}

function connected(port) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, "127.0.0.1", () => resolve(socket));
    socket.on("error", reject);
  });
}
