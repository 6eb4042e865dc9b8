/**
 * `site.mjs FOLDER [--pages-only]`: the documents as a site. Whatever leads nowhere in it is an error, but for the references
 * if there are only to be pages.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { documents, ROOT } from "./blocks.mjs";
import { contents, REFERENCES } from "./nav.mjs";
import { escape, from, pageOf, render } from "./render.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const site = resolve(process.argv[2]);
const isPagesOnly = process.argv.includes("--pages-only");
const copied = new Set();
const files = documents();
const pages = new Map(files.map((file) => [file, render(file, copied)]));
const groups = contents(files);

function put(path, text) {
  mkdirSync(dirname(join(site, path)), { recursive: true });
  writeFileSync(join(site, path), text);
}

function nav(page) {
  const entry = (title, target) =>
    `<li><a href="${from(page, target)}"${target === page ? ' aria-current="page"' : ""}>${escape(title)}</a></li>`;
  const parts = groups.map(([title, some]) => {
    const entries = some.map((file) => entry(pages.get(file).title, pageOf(file)));
    if (title === "Reference") entries.push(...REFERENCES.map(([name, target]) => entry(name, target)));
    return `<h2>${title}</h2>\n<ul>\n${entries.join("\n")}\n</ul>`;
  });
  return parts.join("\n");
}

if (isPagesOnly) rmSync(site, { recursive: true, force: true });
const template = readFileSync(join(HERE, "page.html"), "utf8");
const filled = (values) => template.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]);

for (const [file, { title, html }] of pages) {
  const page = pageOf(file);
  const root = from(page, "index.html").replace(/index\.html$/, "") || "./";
  put(page, filled({ title: escape(title), root, nav: nav(page), content: html }));
}
for (const name of ["site.css", "search.js"]) copyFileSync(join(HERE, name), join(site, name));
for (const file of copied) {
  mkdirSync(dirname(join(site, file)), { recursive: true });
  copyFileSync(join(ROOT, file), join(site, file));
}
const index = [...pages].flatMap(([file, { title, sections }]) =>
  sections.map((section) => [pageOf(file), section.anchor, title, section.title, section.text.replace(/\s+/g, " ").trim()]),
);
// A script, and not JSON that is fetched: so it is found in a page that was opened as a file, too.
put("search-index.js", `globalThis.searchIndex = ${JSON.stringify(index)};\n`);

/** All links of the pages that this has written, as a browser would follow them. */
function deadLinks() {
  const ids = new Map();
  const idsOf = (path) => {
    if (!ids.has(path)) {
      const text = readFileSync(path, "utf8");
      ids.set(path, new Set([...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)));
    }
    return ids.get(path);
  };
  return [...pages.keys()].map(pageOf).flatMap((page) => {
    const text = readFileSync(join(site, page), "utf8").replace(/<figure>.*?<\/figure>/gs, "");
    return [...text.matchAll(/\s(?:href|src|srcset)="([^"]*)"/g)].flatMap(([, href]) => {
      if (/^[a-z]+:/.test(href)) return [];
      const [path, anchor] = href.split("#");
      let target = path === "" ? join(site, page) : join(site, dirname(page), decodeURI(path));
      if (existsSync(target) && target.endsWith("/")) target = join(target, "index.html");
      if (isPagesOnly && target.startsWith(join(site, "reference/"))) return [];
      if (!existsSync(target)) return [`${page}: ${href} leads nowhere.`];
      return anchor === undefined || anchor === "" || idsOf(target).has(decodeURI(anchor)) ? [] : [`${page}: ${href} has no such heading.`];
    });
  });
}

const dead = deadLinks();
for (const one of dead) process.stderr.write(`${one}\n`);
if (dead.length > 0) process.exit(1);
process.stdout.write(`${pages.size} pages and ${index.length} sections, ${readdirSync(site).length} entries in ${site}: open index.html.\n`);
