// The demo's server, in a process that can be killed and started again at the same port.

import { end, start, until } from "./children.mjs";

/** On a machine that has much else to do, too. */
const START_MS = 120_000;

export class Demo {
  constructor(jar, folder, port, redis) {
    this.url = `http://localhost:${port}/`;
    this.command = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar, "--port", `${port}`];
    this.command.push("--keys", `${folder}/keys.json`);
    if (redis) this.command.push("--redis", `redis://localhost:${redis}`);
  }

  async start() {
    this.process = start("java", this.command);
    await until(
      "the demo is up",
      () => {
        if (this.process.isGone) throw new Error(this.process.said.slice(-500));
        return this.process.said.includes("Sheet is at");
      },
      START_MS,
    );
  }

  async kill() {
    await end(this.process);
  }

  async restart() {
    await this.kill();
    await this.start();
  }
}

/** Two nodes behind one address, each a process of its own. */
export class TwoNodes extends Demo {
  constructor(jar, folder, port) {
    super(jar, folder, port);
    this.command.splice(this.command.indexOf("-jar"), 2, "-cp", jar, "dev.livestash.demo.TwoNodes");
  }

  /** Asked to end, it ends its nodes, too. */
  async kill() {
    await end(this.process, "SIGTERM");
  }
}
