import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { minify } from "terser";
import { INTERNAL_NAMES } from "./internal-names.js";

const ESM = { module: true };
/** Around the module, for a script tag: it makes one global. esbuild's own wrapper is 200 bytes larger, gzipped. */
const IIFE = { module: false, banner: { js: "var LiveStash = (() => {" }, footer: { js: "})();" } };

/** Bundles the module. Only the development build checks what the application gives, and is left readable. */
async function bundle(file, { banner, footer }, options) {
  const { outputFiles } = await build({
    entryPoints: ["src/index.ts"],
    bundle: true,
    format: "esm",
    target: "es2022",
    outfile: `dist/${file}`,
    write: false,
    banner,
    footer,
    ...options,
  });
  return outputFiles.map(({ text }) => text);
}

/** A script returns from its wrapper what a module exports. The words are equally long: the map stays right. */
const exported = (script, { module }) => (module ? script : script.replace(/^export \{/m, "return {"));

/** Minifies with esbuild and then with terser, whose output is 5 % smaller than esbuild's alone. */
async function production(file, format) {
  const [map, script] = await bundle(file, format, {
    define: { __DEV__: "false" },
    minifySyntax: true,
    mangleProps: new RegExp(`^(${INTERNAL_NAMES.join("|")})$`),
    sourcemap: "external",
  });
  await shorten(file, exported(script, format), map, format.module);
}

async function shorten(file, script, map, module) {
  const { code, map: minifiedMap } = await minify(script, {
    module,
    compress: {
      ecma: 2022,
      passes: 3,
      // Of what it may do, it joins texts here, none of which is an object with a method of its own for that.
      unsafe: true,
      unsafe_arrows: true,
      pure_getters: true,
      // Shorter, but more varied, so that gzip makes more of it.
      lhs_constants: false,
      booleans: false,
    },
    sourceMap: { content: map, url: `${file}.map` },
  });
  writeFileSync(`dist/${file}`, code);
  writeFileSync(`dist/${file}.map`, minifiedMap);
}

async function development(file, format) {
  const [map, script] = await bundle(file, format, { define: { __DEV__: "true" }, sourcemap: "external" });
  writeFileSync(`dist/${file}`, `${script}//# sourceMappingURL=${file}.map\n`);
  writeFileSync(`dist/${file}.map`, map);
}

/** What stands beside the module, each in a file of its own: it imports the module, and the framework that it is for. */
async function beside(name) {
  const file = `${name}.js`;
  const { outputFiles } = await build({
    entryPoints: [`src/${name}.ts`],
    bundle: true,
    format: "esm",
    target: "es2022",
    outfile: `dist/${file}`,
    external: ["@livestash/client", "react", "vue"],
    write: false,
    sourcemap: "external",
  });
  const [map, script] = outputFiles.map(({ text }) => text);
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
await development("index.development.js", ESM);
for (const name of ["react", "vue", "svelte", "testing", "banner", "inspector"]) await beside(name);
