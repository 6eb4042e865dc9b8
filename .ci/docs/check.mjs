/** Checks every block of code of every document, and every link. Prints what is wrong, and where. */
import { checkLinks } from "./links.mjs";
import { blocks, documents, read } from "./blocks.mjs";
import { isFollowed, LANGUAGES } from "./languages.mjs";

const all = documents().flatMap((file) => blocks(file));
const problems = [];
const said = (block, what) => problems.push(`${block.file}:${block.line}: ${what}`);

for (const block of all) {
  const known = LANGUAGES[block.language];
  if (known === undefined) said(block, `nobody checks a block of the language "${block.language}".`);
  else if (block.info !== "" && !isFollowed(block.file)) said(block, `no script follows "${block.info}".`);
}
for (const [language, check] of Object.entries(LANGUAGES)) {
  const some = all.filter((block) => block.language === language);
  if (typeof check === "function" && some.length > 0) await check(some, said);
}
problems.push(...checkLinks());

// What a page may import is in the reference.
const { entryPoints } = JSON.parse(read(".ci/docs/typedoc.json"));
for (const entry of Object.keys(JSON.parse(read("js-client/package.json")).exports)) {
  const source = `js-client/src/${entry === "." ? "index" : entry.slice(2)}.ts`;
  if (!entryPoints.includes(`../../${source}`)) problems.push(`.ci/docs/typedoc.json: the entry ${source} is missing.`);
}

for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exit(1);
process.stdout.write(`${all.length} blocks of ${documents().length} documents, and their links, are checked.\n`);
