// WebKit, by the driver of WebKitGTK: WebDriver over HTTP. It has no mode without a screen.

import { end, start, until } from "./children.mjs";
import { Driver } from "./driver.mjs";

const BROWSERS = ["webkit2gtk-4.1", "webkit2gtk-4.0"];
const LIBRARIES = `/usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu`;

const ROUTES = {
  ExecuteScript: ["POST", "execute/sync"],
  Navigate: ["POST", "url"],
  Refresh: ["POST", "refresh"],
  Back: ["POST", "back"],
  Forward: ["POST", "forward"],
  FindElement: ["POST", "element"],
  PerformActions: ["POST", "actions"],
  GetWindowHandles: ["GET", "window/handles"],
  SwitchToWindow: ["POST", "window"],
  CloseWindow: ["DELETE", "window"],
};

export class WebKit extends Driver {
  name = "webkit";

  static async launch(folder, port) {
    const self = new WebKit();
    const display = `:${port % 1000}`;
    self.screen = start("Xvfb", [display, "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]);
    self.address = `http://127.0.0.1:${port}`;
    self.process = start("WebKitWebDriver", [`--port=${port}`], {
      DISPLAY: display,
      HOME: folder,
      NO_AT_BRIDGE: "1",
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
    });
    await until("WebKitWebDriver is up", () => fetch(`${self.address}/status`));
    const session = await self.session();
    self.id = session.sessionId;
    self.version = session.capabilities.browserVersion;
    return self;
  }

  /** With the first MiniBrowser that is there. */
  async session() {
    let failure;
    for (const library of BROWSERS) {
      const options = { binary: `${LIBRARIES}/${library}/MiniBrowser`, args: ["--automation"] };
      try {
        const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": options } };
        return await this.ask("POST", "/session", { capabilities });
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  async ask(method, path, body) {
    const answer = await fetch(this.address + path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value?.error}: ${value?.message}`);
    return value;
  }

  command(name, parameters) {
    if (name === "ElementClick")
      return this.ask("POST", `/session/${this.id}/element/${parameters.id}/click`, {});
    const [method, path] = ROUTES[name];
    return this.ask(method, `/session/${this.id}/${path}`, method === "POST" ? parameters : undefined);
  }

  async close() {
    await this.ask("DELETE", `/session/${this.id}`).catch(() => {});
    await end(this.process, "SIGTERM");
    await end(this.screen);
  }
}
