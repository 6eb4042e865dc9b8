/** A document as HTML: headings get anchors, links to documents lead to their pages, blocks of code their file's name. */
import { existsSync, statSync } from "node:fs";
import { dirname, posix, relative, resolve } from "node:path";
import { markdown, read, ROOT } from "./blocks.mjs";
import { anchors, isHtml, relinked, textOf } from "./links.mjs";

/** Where a document's page is, from the site's root. */
export const pageOf = (file) => (file === "README.md" ? "index.html" : file.replace(/README\.md$/, "index.md").replace(/\.md$/, ".html"));

export const escape = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

/** How one page leads to another, or to a file of the site. */
export const from = (page, target) => posix.relative(posix.dirname(page), target) || posix.basename(target);

/** A link of a document, on its page. What is no document is a file that goes along; a folder is none. */
function linked(file, href, copied) {
  if (/^[a-z]+:/.test(href) || href.startsWith("#")) return href;
  const [path, anchor] = href.split("#");
  let target = relative(ROOT, resolve(ROOT, dirname(file), decodeURI(path)));
  if (existsSync(resolve(ROOT, target, "README.md"))) target = posix.join(target, "README.md");
  if (statSync(resolve(ROOT, target)).isDirectory()) return undefined;
  if (target.endsWith(".md")) return from(pageOf(file), pageOf(target)) + (anchor === undefined ? "" : `#${anchor}`);
  copied.add(target);
  return from(pageOf(file), target);
}

function turnLinks(token, file, copied) {
  for (const child of token.children ?? [token]) {
    if (isHtml(child)) child.content = relinked(child.content, (href) => linked(file, href, copied) ?? href);
    const name = child.type === "image" ? "src" : "href";
    const href = child.attrGet(name);
    if (href === null) continue;
    const there = linked(file, href, copied);
    if (there === undefined) child.attrs = [];
    else child.attrSet(name, there);
  }
}

markdown.renderer.rules.fence = (tokens, at) => {
  const { info, content } = tokens[at];
  const [language, name] = info.trim().split(/\s+/);
  const caption = name === undefined || name === "run" ? "" : `<figcaption>${escape(name)}</figcaption>`;
  return `<figure>${caption}<pre tabindex="0"><code class="${escape(language)}">${escape(content)}</code></pre></figure>\n`;
};
markdown.renderer.rules.table_open = () => '<div class="table" tabindex="0"><table>\n';
// A column without a name has no header: an empty one would be read out.
for (const end of ["open", "close"]) {
  markdown.renderer.rules[`th_${end}`] = (tokens, at, options, _, renderer) => {
    const isEmpty = tokens[end === "open" ? at + 1 : at - 1].content === "";
    if (isEmpty) tokens[at].tag = "td";
    return renderer.renderToken(tokens, at, options);
  };
}
markdown.renderer.rules.table_close = () => "</table></div>\n";

/** `{ title, html, sections }`: a section is a heading's anchor and title, with the text below it, for the search. */
export function render(file, copied) {
  const tokens = markdown.parse(read(file), {});
  const names = anchors(tokens);
  const sections = [];
  tokens.forEach((token, at) => {
    turnLinks(token, file, copied);
    if (token.type === "heading_open") {
      const anchor = names[sections.length];
      token.attrSet("id", anchor);
      sections.push({ anchor, title: textOf(tokens[at + 1]), text: "" });
    } else if (token.type === "inline" && tokens[at - 1].type !== "heading_open") {
      const last = sections.at(-1);
      if (last !== undefined) last.text += `${textOf(token)} `;
    } else if (token.type === "fence") {
      sections.at(-1).text += `${token.content} `;
    }
  });
  const html = markdown.renderer.render(tokens, markdown.options, {});
  return { title: sections[0].title, html, sections };
}
