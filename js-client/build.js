import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { bundle, bundleProduction, minified, named } from "./minified.js";

/** Found by find-short-names.js: those by which gzip makes the most of the module. */
const SHORT_NAMES = JSON.parse(readFileSync("short-names.json", "utf8"));

const ESM = { module: true };
/** Around the module, for a script tag: it makes one global. esbuild's own wrapper is 200 bytes larger, gzipped. */
const IIFE = { module: false, banner: { js: "var LiveStash = (() => {" }, footer: { js: "})();" } };

/** A script returns from its wrapper what a module exports. The words are equally long: the map stays right. */
const exported = (script, { module }) => (module ? script : script.replace(/^export \{/m, "return {"));

async function production(file, { module, banner, footer }) {
  const [map, script] = await bundleProduction(file, SHORT_NAMES.members, {
    banner,
    footer,
    sourcemap: "external",
  });
  await shorten(file, exported(script, { module }), map, module, named(SHORT_NAMES.variables));
}

async function shorten(file, script, map, module, variable) {
  const sourceMap = { content: map, url: `${file}.map` };
  const { code, map: minifiedMap } = await minified(script, { module, variable, sourceMap });
  writeFileSync(`dist/${file}`, code);
  writeFileSync(`dist/${file}.map`, minifiedMap);
}

/** The build that checks what the application gives, and is left readable. */
async function development(file) {
  const [map, script] = await bundle("index", file, { define: { __DEV__: "true" }, sourcemap: "external" });
  writeFileSync(`dist/${file}`, `${script}//# sourceMappingURL=${file}.map\n`);
  writeFileSync(`dist/${file}.map`, map);
}

/** What stands beside the module, each in a file of its own: it imports the module, and the framework that it is for. */
async function beside(name) {
  const file = `${name}.js`;
  const [map, script] = await bundle(name, file, {
    external: ["@livestash/client", "react", "vue"],
    sourcemap: "external",
  });
  await shorten(file, script, map, true);
  stub(name);
}

/** For what knows no `exports`, as TypeScript's `node10` and Parcel by default: a folder of that name says where to look. */
function stub(name) {
  const made = {
    type: "module",
    main: `../dist/${name}.js`,
    types: `../dist/${name}.d.ts`,
    sideEffects: false,
  };
  mkdirSync(name, { recursive: true });
  writeFileSync(`${name}/package.json`, `${JSON.stringify(made, null, 2)}\n`);
}

rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");
await production("index.js", ESM);
await production("livestash.iife.js", IIFE);
await development("index.development.js");
for (const name of ["react", "vue", "svelte", "testing", "banner", "inspector"]) await beside(name);
