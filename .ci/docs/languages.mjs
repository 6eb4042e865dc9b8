/** Who checks a block of which language. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { read, ROOT } from "./blocks.mjs";
import { checkSvelte, checkVue } from "./components.mjs";
import { checkScripts } from "./scripts.mjs";

const JAVA_TEST = "server/src/test/java/dev/livestash/DocBlocksTest.java";

/** Whether the script of the tutorials builds what a document's blocks with names are. */
export const isFollowed = (file) => read(".ci/tutorial.sh").includes(file);

/** A unit test compiles or parses them, for it has the class path. */
function byTheUnitTest(some, said) {
  if (!existsSync(resolve(ROOT, JAVA_TEST))) said(some[0], `${JAVA_TEST} is gone, which checks it.`);
}

function checkShell(some, said) {
  for (const block of some) {
    const { status, stderr } = spawnSync("bash", ["-n"], { input: block.code, encoding: "utf8" });
    if (status !== 0) said(block, stderr.trim());
  }
}

function checkJson(some, said) {
  for (const block of some) {
    try {
      JSON.parse(block.code);
    } catch (problem) {
      said(block, String(problem));
    }
  }
}

function checkProperties(some, said) {
  for (const block of some) {
    const odd = block.code.split("\n").find((line) => !/^($|#|[\w.-]+=)/.test(line));
    if (odd !== undefined) said(block, `no property: ${odd}`);
  }
}

/** `text` is what nobody executes: a command of another program, a picture. */
export const LANGUAGES = {
  text: () => {},
  java: byTheUnitTest,
  xml: byTheUnitTest,
  sh: checkShell,
  json: checkJson,
  properties: checkProperties,
  vue: checkVue,
  svelte: checkSvelte,
  ts: checkScripts,
  tsx: checkScripts,
  js: checkScripts,
  html: checkScripts,
};
