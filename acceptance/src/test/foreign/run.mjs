// Sends events through cuts, late joins, lost and swapped answers, sleep, and servers that are killed meanwhile by
// whoever has started this; and says whether each of them has been applied once, and answered as its handler has decided.
//
//   node run.mjs --document PROTOCOL.md --events 2000 --seed 1 URL...
//
// The view is `log`: its event `add` replies its number and appends it, but fails at each seventh; its event `all` replies
// them all; it renders how many there are, and the last 200. Once all are kept, it says so,
// and waits for the end of its input: then the servers can all be killed before it asks what has been applied.

import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ProtocolDocument } from "./document.mjs";
import { Faults } from "./faults.mjs";
import { Tab } from "./tab.mjs";

/** Its own, none, and that it was overtaken by its own next one: by any other, one of the two has broken the rules. */
const USUAL_CLOSES = ["1000", "1006", "4001"];

/** So few that there are many snapshots. */
const MAX_WAITING = 40;
const REPORT_EVERY = 50;
const POLL_MS = 5;
const RENDERED = 200;

/** Longer than a session that was just woken stays awake; a server may be killed before it says that it sleeps. */
const MAX_AWAKE_MS = 1_500;
const LATE_MS = 100;

const { values, positionals: urls } = parseArgs({
  allowPositionals: true,
  options: { document: { type: "string" }, events: { type: "string" }, seed: { type: "string" } },
});
const events = Number(values.events);

/** Numbers that a seed decides: Mulberry32. */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const say = (line) => process.stdout.write(`${line}\n`);

async function until(condition) {
  while (!condition()) await sleep(POLL_MS);
}

const random = randomOf(Number(values.seed));
const pick = (list) => list[Math.floor(random() * list.length)];
const faults = new Faults(random, pick, urls);
const document = new ProtocolDocument(values.document);
const tab = new Tab({ urls, view: "log", document, pick, random, faults });
const isRefused = (number) => number % 7 === 0;
let settled = 0;
let repliesLost = 0;

function answered(number, { error, reply }) {
  const isRight = isRefused(number)
    ? error === "failed"
    : error === undefined && [number, undefined].includes(reply);
  if (!isRight) throw new Error(`Event ${number} was answered with ${error}, ${reply}`);
  if (!isRefused(number) && reply === undefined) repliesLost += 1;
  settled += 1;
  if (settled % REPORT_EVERY === 0) say(`settled ${settled}`);
}

/** Before the tab is hidden, one event goes alone: with a refusal in its snapshot, a session does not come back asleep. */
async function work() {
  let isResting = false;
  for (let i = 1; i <= events; i++) {
    await until(() => tab.outboxLength < MAX_WAITING);
    tab.act("add", i, (answer) => answered(i, answer));
    if (i % 10 === 0) await sleep(1);
    if (isResting) await hide();
    isResting = faults.hides();
    if (isResting) await until(() => tab.isKept);
  }
  faults.stop();
  await until(() => tab.isKept);
  say("kept");
  await once(process.stdin.resume(), "end");
  return (await all()).reply;
}

/**
 * Nobody looks, so the session sleeps. Then the next event is on its way before the tab hears of that, or goes with a
 * `wake`; or the socket is lost, and the session comes back asleep.
 */
async function hide() {
  await until(() => tab.isKept && tab.socket !== undefined);
  const next = pick(["crossed", "asleep", "back"]);
  if (next === "crossed") slowDown(tab.socket);
  tab.hide();
  const end = Date.now() + MAX_AWAKE_MS;
  await until(() => tab.isAsleep || Date.now() > end);
  if (next !== "back") return;
  tab.cut();
  // With an event that it has to send, the tab would not say that it shows what its token brings.
  await until(() => tab.socket !== undefined);
}

/** What the server says comes a while after the tab has given up waiting for it. */
function slowDown(socket) {
  socket.pause();
  setTimeout(() => socket.resume(), MAX_AWAKE_MS + LATE_MS);
}

/** Asks again where the socket is lost. */
async function all() {
  for (;;) {
    const answer = await tab.ask("all", null);
    if (answer !== undefined) return answer;
    await sleep(POLL_MS);
  }
}

/** What is wrong; empty for nothing. */
function complaints(list) {
  const right = Array.from({ length: events }, (_, i) => i + 1).filter((number) => !isRefused(number));
  const isExact = JSON.stringify(list) === JSON.stringify(right);
  const { sleeps, wakes, renderPatches } = tab.stats;
  const happened = { ...faults.counts, sleeps, wakes, renderPatches };
  const missing = Object.entries(happened).filter(([, count]) => count === 0);
  const page = { size: right.length, last: right.slice(-RENDERED) };
  const isShown = JSON.stringify(tab.page) === JSON.stringify(page);
  return [
    ...(isExact ? [] : [`applied: ${list}`]),
    ...(isShown ? [] : [`shown: ${JSON.stringify(tab.page)}`]),
    ...(settled === events ? [] : [`settled: ${settled}`]),
    ...Object.keys(tab.stats.closes)
      .filter((code) => !USUAL_CLOSES.includes(code))
      .map((code) => `closed with ${code}`),
    ...missing.map(([what]) => `${what} has not happened`),
  ];
}

const running = tab.run();
const list = await Promise.race([work(), running]);
tab.close();
await running;
say(JSON.stringify({ ...tab.stats, faults: faults.counts, late: faults.lateCloses, settled, repliesLost }));
for (const line of complaints(list)) say(line);
say(complaints(list).length === 0 ? "exact" : "not exact");
