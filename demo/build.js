/** Puts the page and the samples into dist/, which is on the demo's class path. */
import { copyFile, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const demo = dirname(fileURLToPath(import.meta.url));
const page = join(demo, "dist", "page");
const samples = join(demo, "dist", "samples");
const data = join(dirname(createRequire(import.meta.url).resolve("vega-datasets")), "..", "data");

await rm(join(demo, "dist"), { recursive: true, force: true });
await mkdir(page, { recursive: true });
await mkdir(samples, { recursive: true });

await build({
  entryPoints: {
    app: join(demo, "page/src/main.ts"),
    inspector: join(demo, "page/src/inspector.ts"),
    style: join(demo, "page/style/main.css"),
  },
  // Loaded when it is asked for.
  external: ["./inspector.js"],
  outdir: page,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  logLevel: "warning",
});
for (const file of ["index.html", "icon.svg"]) await copyFile(join(demo, "page", file), join(page, file));
for (const file of ["seattle-weather.csv", "airports.csv"])
  await copyFile(join(data, file), join(samples, file));
