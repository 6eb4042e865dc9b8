import { rmSync } from "node:fs";
import { build } from "esbuild";

const shared = {
  entryPoints: ["src/index.ts"],
  bundle: true,
  minify: true,
  sourcemap: true,
  target: "es2022",
  legalComments: "none",
};

rmSync("dist", { recursive: true, force: true });
await Promise.all([
  build({ ...shared, format: "esm", outfile: "dist/index.js" }),
  build({ ...shared, format: "iife", globalName: "LiveStash", outfile: "dist/livestash.iife.js" }),
]);
