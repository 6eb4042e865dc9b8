/** TypeScript and JavaScript of the documents, scripts of their pages included, against the module's own types. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import ts from "typescript";
import { ROOT } from "./blocks.mjs";

const FOLDER = resolve(ROOT, "js-client/target/blocks");
const OPTIONS = {
  noEmit: true,
  strict: true,
  allowJs: true,
  checkJs: true,
  skipLibCheck: true,
  jsx: ts.JsxEmit.ReactJSX,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: [],
};
/** What a script tag brings, and what a page may have named. */
const PAGE = `import type * as Module from "@livestash/client";\ndeclare global { const LiveStash: typeof Module; }\n`;

/** A method by itself is one of the options of `connect`. */
const IS_METHOD = /^\w+\([^)]*\) \{$/m;

function asProgram({ language, code, given }) {
  if (language === "html") {
    const inline = [...code.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script]) => script);
    return given + inline.join("\n");
  }
  const first = code.split("\n")[0];
  if (IS_METHOD.test(first)) {
    return `import { connect } from "@livestash/client";\n${given}connect("/live", { view: "x",\n${code}});`;
  }
  const named = /^import .*\bconnect\b.* from/m.test(code + given) || !/\bconnect[(<]/.test(code);
  return `${named ? "" : 'import { connect } from "@livestash/client";\n'}${given}${code}`;
}

/** Pages are loose scripts: what they find in the document is not looked into. */
const EXTENSION = { ts: "ts", tsx: "tsx", js: "ts", html: "js" };
const LOOSE = new Set([7006, 7031, 2531, 2339, 18046, 18047]);

export function checkScripts(some, said) {
  const folder = resolve(FOLDER, some[0].language);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const page = resolve(folder, "page.d.ts");
  writeFileSync(page, PAGE);
  const files = new Map(some.map((block, at) => [resolve(folder, `${at}-${block.line}.${EXTENSION[block.language]}`), block]));
  for (const [file, block] of files) writeFileSync(file, asProgram(block));
  const program = ts.createProgram([page, ...files.keys()], OPTIONS);
  for (const { file, code, messageText, start } of ts.getPreEmitDiagnostics(program)) {
    const block = files.get(file?.fileName ?? "");
    const text = ts.flattenDiagnosticMessageText(messageText, "\n");
    if (block === undefined) throw new Error(`${file && basename(file.fileName)}: ${text}`);
    const isLoose = block.language === "html" || block.language === "js";
    if (isLoose && LOOSE.has(code)) continue;
    const line = file.text.slice(0, start).split("\n").length;
    said(block, `${text}\n    ${file.text.split("\n")[line - 1].trim()}`);
  }
}
