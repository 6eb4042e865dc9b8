import { acceptancePath, isServers, pageModule, run, serverPath, serverTests } from "./scratch.js";

/** What a mutant is caught with. Each returns by what it was caught, or nothing, if it went through. */

const UNIT_SECONDS = 170;
const EXPLORER_SECONDS = 300;
const CHAOS_SECONDS = 900;
const KILLS = 60;

const CONSOLE = "target/junit-platform-console-standalone.jar";

/** The tests of what the mutants are in, without those that need minutes. */
const SERVER_TESTS =
  "dev\\.livestash\\.((Event|Ownership|Resume|Restore|Rewind|Stashing|Overflow|Unprotected|NewBase)Test" +
  "|fence\\..*Test|internal\\.(session|stores|token)\\.(?!.*Explorer).*Test)";

const caught = ({ code }, by) => (code === 0 ? undefined : code === -1 ? "does not end" : by);

export const unit = (mutant) => (isServers(mutant) ? junit() : vitest());

async function junit() {
  const args = ["-XX:TieredStopAtLevel=1", "-jar", CONSOLE, "execute", "--fail-fast", "--details=tree"];
  const which = ["--scan-class-path", serverTests(), "--include-classname", SERVER_TESTS];
  const how = ["--class-path", serverPath(), "--disable-banner", "--disable-ansi-colors"];
  const result = await run("java", [...args, ...which, ...how], { seconds: UNIT_SECONDS });
  // The class stands above its methods.
  const lines = result.output.split("\n");
  const at = lines.findIndex((line) => line.includes("[X]"));
  const test = lines.slice(0, at).findLast((line) => /\w+Test \[OK\]/.test(line)) ?? "";
  return caught(result, `${word(test, /(\w+Test) \[/)}.${word(lines[at] ?? "", /─ (.*?)\(?\)? \[X\]/)}`);
}

async function vitest() {
  const args = ["vitest", "run", "--project", "source", "--bail", "1"];
  const result = await run("npx", args, { seconds: UNIT_SECONDS, cwd: pageModule(), NO_COLOR: "1" });
  return caught(result, word(result.output, /FAIL .*?test\/(.*)/).replace(".test.ts >", ":"));
}

export const explorerOrChaos = (mutant) => (isServers(mutant) ? explorer() : chaos());

async function explorer() {
  const main = "dev.livestash.internal.session.ShortExplorer";
  const result = await run("java", ["-Xmx1g", "-cp", serverPath(), main], { seconds: EXPLORER_SECONDS });
  return caught(result, result.output.trim().split("\n").at(-1));
}

async function chaos() {
  const main = "dev.livestash.acceptance.chaos.Chaos";
  const args = ["--kills", `${KILLS}`, "--nodes", "2", "--without", "freeze,sleep,growth,browser"];
  const result = await run("java", ["-cp", acceptancePath(), main, ...args], { seconds: CHAOS_SECONDS });
  const lines = result.output.trim().split("\n");
  const found = lines[lines.findIndex((line) => line.startsWith("--- findings")) + 1] ?? "";
  return caught(result, `${word(lines.at(-1) ?? "", /^(\d+ kills)/)}: ${found.slice(0, 90)}`);
}

const word = (text, pattern) => pattern.exec(text)?.[1] ?? text.slice(-200);
