import { fileURLToPath } from "node:url";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The same tests, for the module as it is written and as it is shipped. Only one build lets misuse pass. */
const project = (name: string, entry: string, include: string[]): TestProjectConfiguration => ({
  test: { name, include },
  resolve: { alias: { "under-test": here(entry), "@livestash/client": here(entry) } },
  define: { __DEV__: "true" },
});

const BEHAVIOUR = "test/client-*.test.ts";
const MODULE = "test/module.test.ts";

export default defineConfig({
  test: {
    projects: [
      project("source", "src/index.ts", ["test/!(module|production)*.test.ts"]),
      project("development", "dist/index.development.js", [BEHAVIOUR, MODULE]),
      project("production", "dist/index.js", [
        "test/client-!(misuse)*.test.ts",
        MODULE,
        "test/production.test.ts",
      ]),
    ],
  },
});
