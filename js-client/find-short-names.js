/**
 * Looks for the short names by which gzip makes the most of the module, and writes them to short-names.json.
 *
 * What a member or a variable is called makes 1 % of the module's size, and it cannot be told beforehand: so names are
 * swapped at random, and what is not larger is gone on from; at first, what is a little larger too. Any change of the
 * sources loses a part of it: run it again when the module has come near its limit. Node's own zlib is not quite
 * `gzip`: both are asked of what is best, and the larger one counts.
 *
 * usage: node find-short-names.js [seconds]
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { INTERNAL_NAMES } from "./internal-names.js";
import { bundleProduction, minified, named } from "./minified.js";

const FILE = "short-names.json";
const LETTERS = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$"];
const SECONDS = Number(process.argv[2] ?? 300);
/** How many bytes more are gone on from at first. */
const HEAT_BYTES = 1.5;
const END = `\n//# sourceMappingURL=index.js.map`;

const found = JSON.parse(readFileSync(FILE, "utf8"));

/** The module with a mark for each name: its kind and its number. */
async function marked() {
  const members = Object.fromEntries(INTERNAL_NAMES.map((name, i) => [name, `$M${i}$`]));
  const [script] = await bundleProduction("index.js", members);
  const { code } = await minified(script, { module: true, variable: (n) => `$V${n}$` });
  return code.split(/(\$[MV]\d+\$)/);
}

const parts = await marked();

function module({ variables, members }) {
  const variable = named(variables);
  const code = parts.map((part, i) => {
    if (i % 2 === 0) return part;
    const number = Number(part.slice(2, -1));
    return part[1] === "V" ? variable(number) : members[INTERNAL_NAMES[number]];
  });
  return code.join("") + END;
}

const sizeOf = (names) => gzipSync(module(names), { level: 9 }).length;

const sizeByGzip = (names) => execFileSync("gzip", ["-9"], { input: module(names) }).length;

const oneOf = (list) => list[Math.floor(Math.random() * list.length)];

/** The names with one of them changed: it and the one that was called so before change places. */
function changed({ variables, members }) {
  if (Math.random() < 0.5) {
    const letters = [...variables];
    const [i, j] = [oneOf([...letters.keys()]), oneOf([...letters.keys()])];
    [letters[i], letters[j]] = [letters[j], letters[i]];
    return { variables: letters.join(""), members };
  }
  const [name, letter] = [oneOf(INTERNAL_NAMES), oneOf(LETTERS)];
  const other = INTERNAL_NAMES.find((candidate) => members[candidate] === letter);
  const swapped = { ...members, [name]: letter };
  if (other) swapped[other] = members[name];
  return { variables, members: swapped };
}

/** Those that are there, and any free letter for what is new. */
function complete({ variables, members }) {
  const free = LETTERS.filter((letter) => !Object.values(members).includes(letter));
  const all = Object.fromEntries(INTERNAL_NAMES.map((name) => [name, members[name] ?? free.shift()]));
  return { variables: variables || LETTERS.join(""), members: all };
}

let now = complete(found);
let size = sizeOf(now);
let [best, least] = [now, Math.max(size, sizeByGzip(now))];
process.stdout.write(`${least} bytes with the names that are there\n`);
const start = Date.now();
for (let share = 0; share < 1; share = (Date.now() - start) / (SECONDS * 1_000)) {
  const next = changed(now);
  const bytes = sizeOf(next);
  if (bytes > size && Math.random() > Math.exp((size - bytes) / (HEAT_BYTES * (1 - share)))) continue;
  [now, size] = [next, bytes];
  if (size >= least) continue;
  const larger = Math.max(size, sizeByGzip(now));
  if (larger < least) [best, least] = [now, larger];
}
process.stdout.write(`${least} bytes\n`);
writeFileSync(FILE, `${JSON.stringify(best, null, 2)}\n`);
