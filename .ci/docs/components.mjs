/** Components of Vue and Svelte are compiled by their compilers; the types of their scripts are not looked at. */
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { ROOT } from "./blocks.mjs";

const require = createRequire(resolve(ROOT, "js-client/package.json"));

export function checkVue(some, said) {
  const { compileScript, compileTemplate, parse } = require("vue/compiler-sfc");
  for (const block of some) {
    const { descriptor, errors } = parse(block.code);
    const problems = [...errors];
    if (problems.length === 0) {
      const { bindings } = compileScript(descriptor, { id: "doc" });
      const source = descriptor.template?.content ?? "";
      problems.push(...compileTemplate({ source, filename: "doc.vue", id: "doc", compilerOptions: { bindingMetadata: bindings } }).errors);
    }
    for (const problem of problems) said(block, String(problem));
  }
}

export function checkSvelte(some, said) {
  const { compile } = require("svelte/compiler");
  for (const block of some) {
    try {
      compile(block.code, { filename: "Doc.svelte" });
    } catch (problem) {
      said(block, String(problem));
    }
  }
}
