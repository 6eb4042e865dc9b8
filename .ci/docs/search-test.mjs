/** Looks for something in the site's search, as its pages do: `search-test.mjs`. Prints what is wrong. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { JSDOM } from "jsdom";

const here = (name) => readFileSync(fileURLToPath(new URL(name, import.meta.url)), "utf8");
const PAGE = here("page.html").replace(/<script.*?<\/script>/, "").replace(/\{\{\w+\}\}/g, "");
/** As site.mjs writes them: page, anchor, the page's title, the section's title, and its text. */
const INDEX = [
  ["docs/body.html", "far", "A guide", "Something else", "Far down, between other words, a token is rotated: token, token, token."],
  ["docs/title.html", "rotate", "Another guide", "How a token is made", "Nothing of it here."],
  ["docs/page.html", "part", "The token", "Where it is", "Nothing of it here either."],
  ["docs/none.html", "none", "Yet another", "What is no match", "Redis & <b>nodes</b>"],
  ...Array.from({ length: 20 }, (_, i) => [`many/${i}.html`, "same", "Many", "Many times", "plentiful"]),
];

/** A page of the site two folders down, whose index is there as soon as it is asked for. */
function openPage() {
  const { window } = new JSDOM(PAGE, { url: "file:///site/docs/deep/page.html", runScripts: "outside-only" });
  const { document } = window;
  const asked = [];
  Object.defineProperty(document, "currentScript", { value: { dataset: { root: "../../" } } });
  document.head.append = (script) => {
    asked.push(script.src);
    window.searchIndex = INDEX;
    script.onload();
  };
  window.eval(here("search.js"));
  return { window, document, asked };
}

/** What is listed for these words. */
async function found({ window, document }, words) {
  const input = document.querySelector("input");
  input.value = words;
  input.dispatchEvent(new window.Event("input"));
  await new Promise((resolve) => setTimeout(resolve));
  const list = document.querySelector("form ol");
  const texts = [...list.children].map(({ textContent }) => textContent);
  const links = [...list.querySelectorAll("a")].map((link) => link.getAttribute("href"));
  return { texts, links, isHidden: list.hidden };
}

const page = openPage();
assert.deepEqual(page.asked, [], "nothing is fetched before somebody looks for something");

const rotated = await found(page, "ROTATED");
assert.deepEqual(rotated.links, ["../../docs/body.html#far"], "the page that has the word is found");
assert.match(rotated.texts[0], /^Something else · A guide.*a token is rotated/, "and said with what stands there");
assert.equal(page.asked.length, 1);

const ranked = await found(page, "token");
const ORDER = ["../../docs/title.html#rotate", "../../docs/page.html#part", "../../docs/body.html#far"];
assert.deepEqual(ranked.links, ORDER, "a section's title is above a page's, and that above a text");
assert.equal(page.asked.length, 1, "the index is fetched once");

assert.deepEqual((await found(page, "token made")).links, ["../../docs/title.html#rotate"], "each word has to be there");
assert.match((await found(page, "nodes")).texts[0], /Redis & <b>nodes<\/b>/, "a text is no HTML");
assert.equal((await found(page, "plentiful")).links.length, 12, "so many are listed at most");

const nothing = await found(page, "token absent");
assert.deepEqual([nothing.texts, nothing.links], [["Nothing is found."], []]);
assert.equal((await found(page, "  ")).isHidden, true, "without a word, there is no list");

process.stdout.write("The site's search finds what it should.\n");
