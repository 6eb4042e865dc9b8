/**
 * Puts deliberate faults into both halves, one at a time, and looks whether the tests notice: each has to be caught by a
 * unit test, and by the explorer, chaos or a browser test. Called by ./dev mutants, which has built the tree as it is.
 */
import { outside, unit } from "./nets.js";
import { PAGE } from "./page.js";
import { patched } from "./patch.js";
import { clear, place } from "./scratch.js";
import { SERVER } from "./server.js";

/** The same with no fault: nets that catch it catch anything. */
const control = (half, { file, before }) => ({
  name: `no fault in the ${half}'s half`,
  file,
  before,
  after: before,
});

const MUTANTS = [control("server", SERVER[0]), ...SERVER, control("page", PAGE[0]), ...PAGE];

const say = (text) => process.stdout.write(`${text}\n`);

async function timed(net, mutant) {
  const start = Date.now();
  const by = await net(mutant);
  return { by, seconds: Math.round((Date.now() - start) / 1_000) };
}

function said({ by, seconds }) {
  return `${by ?? "not caught"} (${seconds} s)`;
}

async function examine(mutant, nets) {
  await place(mutant);
  const results = [];
  for (const net of nets) results.push(await timed(net, mutant));
  say(`| ${mutant.name} | ${results.map(said).join(" | ")} |`);
  const isControl = mutant.after === mutant.before;
  if (isControl && results.some(({ by }) => by))
    throw new Error("The tests do not even pass without a fault.");
  return isControl || results.every(({ by }) => by);
}

async function main([part = "", only = ""]) {
  const nets = { unit: [unit], outside: [outside] }[only] ?? [unit, outside];
  // All of them, so that one that has moved is told of at once.
  const all = MUTANTS.filter(patched);
  const mutants = all.filter(({ name, file }) => `${file} ${name}`.includes(part));
  say(
    `| mutant | ${nets.map((net) => (net === unit ? "unit test" : "explorer, chaos or browser")).join(" | ")} |`,
  );
  say(`|---${"|---".repeat(nets.length)}|`);
  let survivors = 0;
  for (const mutant of mutants) if (!(await examine(mutant, nets))) survivors++;
  clear();
  say(`${mutants.length} mutants, ${survivors} of which were not caught twice.`);
  process.exitCode = survivors > 0 || mutants.length === 0 ? 1 : 0;
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
await main(process.argv.slice(2));
