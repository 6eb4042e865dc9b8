/** The documents of this project, and the blocks of code in them. The one place that knows them all. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import MarkdownIt from "markdown-it";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Documents with `html` on, as on GitHub: what is in comments is hidden. */
export const markdown = new MarkdownIt({ html: true });

/** All that are under version control, or would be, by their path from the root. */
export function documents() {
  const git = ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"];
  const files = execFileSync("git", git, { cwd: ROOT, encoding: "utf8" }).trim().split("\n");
  return [...new Set(files)].sort();
}

export const read = (file) => readFileSync(resolve(ROOT, file), "utf8");

/** Of a comment `<!-- given … -->` directly before a block: what the block's reader has, in its language. */
function given(before) {
  return before?.type === "html_block" ? (/^<!-- given\s(.*?)-->\s*$/s.exec(before.content)?.[1] ?? "") : "";
}

/** The blocks of a document: `info` is what stands behind the language, such as a file's name. */
export function blocks(file, text = read(file)) {
  const tokens = markdown.parse(text, {});
  return tokens.flatMap((token, at) => {
    if (token.type !== "fence" && token.type !== "code_block") return [];
    const [language = "", ...info] = token.info.trim().split(/\s+/);
    const { content: code, map } = token;
    return [{ file, line: map[0] + 1, language, info: info.join(" "), code, given: given(tokens[at - 1]) }];
  });
}
