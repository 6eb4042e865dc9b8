import { fileURLToPath } from "node:url";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The same tests, for the module as it is written and as it is shipped. */
const project = (name: string, entry: string, include: string[]): TestProjectConfiguration => ({
  test: { name, include },
  resolve: { alias: { "under-test": here(entry) } },
});

export default defineConfig({
  test: {
    projects: [
      project("source", "src/index.ts", ["test/!(module)*.test.ts"]),
      project("built", "dist/index.js", ["test/client-*.test.ts", "test/module.test.ts"]),
    ],
  },
});
