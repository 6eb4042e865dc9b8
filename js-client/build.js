import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { minify } from "terser";
import { INTERNAL_NAMES } from "./internal-names.js";

/** Bundles the module with esbuild, and minifies it with terser, whose output is 5 % smaller than esbuild's. */
async function bundle(file, format) {
  const { outputFiles } = await build({
    entryPoints: ["src/index.ts"],
    bundle: true,
    format: format.esbuild,
    globalName: format.globalName,
    target: "es2022",
    mangleProps: new RegExp(`^(${INTERNAL_NAMES.join("|")})$`),
    sourcemap: "external",
    outfile: `dist/${file}`,
    write: false,
  });
  const [map, script] = outputFiles.map(({ text }) => text);
  const { code, map: minifiedMap } = await minify(script, {
    module: format.esbuild === "esm",
    compress: { ecma: 2022, passes: 3, unsafe_arrows: true },
    sourceMap: { content: map, url: `${file}.map` },
  });
  writeFileSync(`dist/${file}`, code);
  writeFileSync(`dist/${file}.map`, minifiedMap);
}

rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");
await bundle("index.js", { esbuild: "esm" });
await bundle("livestash.iife.js", { esbuild: "iife", globalName: "LiveStash" });
