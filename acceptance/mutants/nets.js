import { resolve } from "node:path";
import {
  acceptanceFolder,
  acceptancePath,
  isServers,
  pageModule,
  run,
  serverPath,
  serverTests,
} from "./scratch.js";

/** The nets. Each returns by what it has caught a mutant, or nothing, if that went through. */

const UNIT_SECONDS = 170;
const EXPLORER_SECONDS = 300;
const CHAOS_SECONDS = 900;
const KILLS = 60;

const CONSOLE = "target/junit-platform-console-standalone.jar";

/** A failed test, as JUnit's console names it. */
const FAILED = /MethodSource \[className = '[\w.]*?(\w+)', methodName = '(\w+)'/;

/** The tests of what the mutants are in, without those that need minutes. */
const SERVER_TESTS =
  "dev\\.livestash\\.((AnswersTold|AsleepArrival|Event|Ownership|Resume|Restore|Rewind|Stashing|Overflow|Unprotected|NewBase)Test" +
  "|fence\\..*Test|internal\\.(session|stores|token)\\.(?!.*Explorer).*Test)";

const BROWSER_TESTS = ["TabDuplicatedTest", "AwayAndBackTest"];

/**
 * By what a mutant was caught, found in a net's output. A net that fails and does not say by what has not been at work.
 */
function caught({ code, output }, pattern, shown) {
  if (code === 0) return undefined;
  if (code === -1) return "does not end";
  const found = pattern.exec(output);
  if (!found) throw new Error(`No net, but something else has failed:\n${output.slice(-2_000)}`);
  return shown(...found.slice(1));
}

export const unit = (mutant) => (isServers(mutant) ? junit() : vitest());

async function junit() {
  const args = ["-XX:TieredStopAtLevel=1", "-jar", CONSOLE, "execute", "--fail-fast", "--details=summary"];
  const which = ["--scan-class-path", serverTests(), "--include-classname", SERVER_TESTS];
  const how = ["--class-path", serverPath(), "--disable-banner", "--disable-ansi-colors"];
  const result = await run("java", [...args, ...which, ...how], { seconds: UNIT_SECONDS });
  return caught(result, FAILED, (type, method) => `${type}.${method}`);
}

async function vitest() {
  const args = ["vitest", "run", "--project", "source", "--bail", "1"];
  const result = await run("npx", args, { seconds: UNIT_SECONDS, cwd: pageModule(), NO_COLOR: "1" });
  return caught(result, /FAIL .*?test\/(.*?)\.test\.ts > (.*)/, (file, test) => `${file}: ${test}`);
}

/**
 * The explorer's tab is a model: a fault in the page is there for real pages only. What chaos has not come to may be where
 * the browser tests go of tabs that are copied, or away.
 */
export const outside = async (mutant) => (isServers(mutant) ? explorer() : ((await chaos()) ?? browser()));

async function browser() {
  const args = ["-jar", resolve(CONSOLE), "execute", "--fail-fast", "--details=summary"];
  const which = BROWSER_TESTS.flatMap((name) => ["--select-class", `dev.livestash.acceptance.e2e.${name}`]);
  const how = ["--class-path", acceptancePath(), "--disable-banner", "--disable-ansi-colors"];
  const place = { seconds: UNIT_SECONDS, cwd: acceptanceFolder() };
  const result = await run("java", [...args, ...which, ...how], place);
  return caught(result, FAILED, (type, method) => `${type}.${method}`);
}

async function explorer() {
  const main = "dev.livestash.internal.session.ShortExplorer";
  const args = ["-Xmx1g", "-cp", serverPath(), main];
  const result = await run("java", args, { seconds: EXPLORER_SECONDS });
  return caught(result, /^(\d+ states: .*)$/m, (line) => line);
}

async function chaos() {
  const main = "dev.livestash.acceptance.chaos.Chaos";
  const args = ["--kills", `${KILLS}`, "--nodes", "2", "--without", "freeze,sleep,growth,browser,clock"];
  const result = await run("java", ["-cp", acceptancePath(), main, ...args], { seconds: CHAOS_SECONDS });
  const found = /--- findings\n([^\n]*).*^(\d+ kills)/ms;
  return caught(result, found, (what, kills) => `${kills}: ${what.slice(0, 100)}`);
}
