import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import { patched } from "./patch.js";

/** Where mutants live: nothing outside of it is changed. */
const SCRATCH = resolve("target/mutants");
const CLASSES = join(SCRATCH, "classes");
const OVERLAY = join(SCRATCH, "overlay");
const PAGE = join(SCRATCH, "page");
const JAR = join(SCRATCH, "overlay.jar");

/** What the page's half is made of, as its tests see it. */
const PARTS = ["src", "test", "package.json", "pack.js", "internal-names.js", "vitest.config.ts"];

/** Where ./dev mutants has built the tree as it is. */
const BUILT = "target/unchecked";
const inServer = (path) => join("server", BUILT, path);
const inAcceptance = (path) => join("acceptance", BUILT, path);
const libraries = (module) => readFileSync(join(module, BUILT, "test-classpath"), "utf8").trim();

export const isServers = ({ file }) => file.startsWith("server/");

/**
 * Runs a program until its end.
 *
 * @returns its exit code, -1 if it took too long, and what it has printed
 */
export function run(command, args, { seconds, cwd, ...env }) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, detached: true });
    let output = "";
    let isLate = false;
    // With all that it has started.
    const kill = () => process.kill(-child.pid, "SIGKILL");
    process.once("exit", kill);
    const timer = setTimeout(() => {
      isLate = true;
      kill();
    }, seconds * 1_000);
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
    child.on("error", fail);
    child.on("close", (code) => {
      clearTimeout(timer);
      process.off("exit", kill);
      done({ code: isLate ? -1 : code, output });
    });
  });
}

const now = (command, args) => {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stderr}`);
};

/** Puts a mutant into a scratch copy of what it changes, and compiles that. */
export async function place(mutant) {
  rmSync(SCRATCH, { recursive: true, force: true });
  mkdirSync(CLASSES, { recursive: true });
  mkdirSync(OVERLAY, { recursive: true });
  await (isServers(mutant) ? placeClass(mutant) : placePage(mutant));
}

function placeClass(mutant) {
  const sources = patched(mutant).map(({ file, text }) => {
    const source = join(SCRATCH, file);
    mkdirSync(dirname(source), { recursive: true });
    writeFileSync(source, text);
    return source;
  });
  const path = [inServer("classes"), libraries("server")].join(":");
  now("javac", ["-parameters", "-proc:none", "-nowarn", "-d", CLASSES, "-cp", path, ...sources]);
  now("jar", ["--create", "--file", JAR, "-C", CLASSES, "."]);
}

/** Where the demo finds the module: in its sources, as they are with the fault. */
const mutated = {
  name: "mutated",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^@livestash\/client(\/|$)/ }, ({ path }) => ({
      path: resolve(PAGE, "js-client/src", `${path.split("/")[2] ?? "index"}.ts`),
    })),
};

async function placePage(mutant) {
  for (const part of PARTS)
    cpSync(join("js-client", part), join(PAGE, "js-client", part), { recursive: true });
  for (const whole of ["node_modules", "protocol"]) symlinkSync(resolve(whole), join(PAGE, whole));
  for (const { file, text } of patched(mutant)) writeFileSync(join(PAGE, file), text);
  await build({
    entryPoints: [join(PAGE, "js-client/src/index.ts")],
    define: { __DEV__: "false" },
    outfile: join(PAGE, "js-client/dist/livestash.iife.js"),
    bundle: true,
    format: "iife",
    globalName: "LiveStash",
    target: "es2022",
    logLevel: "error",
  });
  await build({
    entryPoints: { app: "demo/page/src/main.ts" },
    plugins: [mutated],
    define: { __DEV__: "false" },
    outdir: join(OVERLAY, "page"),
    bundle: true,
    format: "esm",
    target: "es2022",
    logLevel: "error",
  });
  now("jar", ["--create", "--file", JAR, "-C", OVERLAY, "."]);
}

/** The class path of the server's tests, with the mutant before the rest. */
export const serverPath = () =>
  [CLASSES, inServer("classes"), inServer("test-classes"), libraries("server")].join(":");

/** The same for the tests that look from outside. */
export const acceptancePath = () =>
  [JAR, resolve(inAcceptance("test-classes")), libraries("acceptance")].join(":");

/** Where those run that look for the module's file beside their own folder. */
export function acceptanceFolder() {
  const folder = join(PAGE, "acceptance");
  mkdirSync(folder, { recursive: true });
  return folder;
}

export const serverTests = () => inServer("test-classes");
export const pageModule = () => join(PAGE, "js-client");

export function isBuilt() {
  return existsSync(inAcceptance("test-classpath"));
}

export function clear() {
  rmSync(SCRATCH, { recursive: true, force: true });
}
