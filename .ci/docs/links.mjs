/** The links of the documents: each leads to a file of this project, or a folder, and to a heading that is there. */
import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { documents, markdown, read, ROOT } from "./blocks.mjs";

const inline = (tokens) => tokens.flatMap((token) => [token, ...(token.children ?? [])]);

/** The anchor that GitHub gives a heading. */
export const slug = (text) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, "")
    .replaceAll(" ", "-");

/** A heading's text, as it is read. */
export const textOf = (token) =>
  (token.children ?? []).filter(({ type }) => type === "text" || type === "code_inline").map(({ content }) => content).join("");

/** The anchors of a document: of equal headings, the second one has `-1`. */
export function anchors(tokens) {
  const seen = new Map();
  return tokens.flatMap((token, at) => {
    if (token.type !== "heading_open") return [];
    const name = slug(textOf(tokens[at + 1]));
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return [times === 0 ? name : `${name}-${times}`];
  });
}

export const isHtml = ({ type }) => type === "html_inline" || type === "html_block";

/** With its links, and what it shows, replaced. */
export const relinked = (html, replace) =>
  html.replace(/(\s(?:href|src|srcset)=")([^"]*)(")/g, (_, before, href, after) => before + replace(href) + after);

function linksOf(token) {
  if (!isHtml(token)) return [token.attrGet("href") ?? token.attrGet("src")];
  const found = [];
  relinked(token.content, (href) => found.push(href));
  return found;
}

/** Of a document: what it links, and shows. */
export function hrefs(file, text = read(file)) {
  return inline(markdown.parse(text, {}))
    .filter((token) => token.type === "link_open" || token.type === "image" || isHtml(token))
    .flatMap(linksOf);
}

/** Of a document: what it links, and shows, of this project. */
export const links = (file) => hrefs(file).filter((href) => !/^[a-z]+:/.test(href));

/** What is wrong with a link; `anchorsOf` gives those of a document. */
function problem(file, href, anchorsOf) {
  const [path, anchor] = href.split("#");
  const target = path === "" ? file : relative(ROOT, resolve(ROOT, dirname(file), decodeURI(path)));
  if (target.startsWith("..") || !existsSync(resolve(ROOT, target))) return "leads nowhere";
  if (anchor === undefined || !target.endsWith(".md")) return undefined;
  return anchorsOf(target).includes(anchor) ? undefined : "leads to a heading that is not there";
}

export function checkLinks(files = documents()) {
  const known = new Map();
  const anchorsOf = (file) => {
    if (!known.has(file)) known.set(file, anchors(markdown.parse(read(file), {})));
    return known.get(file);
  };
  return files.flatMap((file) =>
    links(file).flatMap((href) => {
      const what = problem(file, href, anchorsOf);
      return what === undefined ? [] : [`${file}: the link ${href} ${what}.`];
    }),
  );
}
