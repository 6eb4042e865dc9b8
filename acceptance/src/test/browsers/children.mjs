// Processes that end with this one.

import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

const MAX_SAID = 200_000;
const POLL_MS = 50;

const alive = new Set();
process.on("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

/** Starts a process, and gathers what it says. */
export function start(command, args, env = {}) {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  child.said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      child.said = (child.said + data).slice(-MAX_SAID);
    });
  }
  alive.add(child);
  child.on("exit", () => {
    child.isGone = true;
    alive.delete(child);
  });
  return child;
}

/** Waits until something holds; what it throws counts as not yet. */
export async function until(what, holds, ms = 30_000) {
  const end = Date.now() + ms;
  let last;
  for (;;) {
    try {
      last = await holds();
      if (last) return last;
    } catch (error) {
      last = error.message;
    }
    if (Date.now() > end) throw new Error(`never: ${what} (${last})`);
    await sleep(POLL_MS);
  }
}

/** Ends a process, and waits until it has. */
export async function end(child, signal = "SIGKILL") {
  if (child.isGone) return;
  child.kill(signal);
  await until("its end", () => child.isGone);
}
