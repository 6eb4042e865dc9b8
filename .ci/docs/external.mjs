/**
 * `external.mjs [SECONDS]`: asks once for each page outside that a document links, and prints those that do not answer, or refuse. No
 * test does this: what others take away is no fault of a change.
 */
import { pathToFileURL } from "node:url";
import { documents } from "./blocks.mjs";
import { hrefs } from "./links.mjs";

const PATIENCE_S = 20;
const AT_ONCE = 6;

/** Each address without its anchor, and the documents that link it. */
export function external(files = documents(), hrefsOf = hrefs) {
  const found = new Map();
  for (const file of files) {
    for (const href of hrefsOf(file).filter((one) => one.startsWith("https:"))) {
      const [address] = href.split("#");
      found.set(address, (found.get(address) ?? new Set()).add(file));
    }
  }
  return found;
}

/** What is wrong with the answer; undefined if nothing is. The answer's text is not waited for. */
export async function problemOf(address, patienceMs) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(new Error(`no answer in ${patienceMs / 1000} s`)), patienceMs);
  try {
    const { ok, status, body } = await fetch(address, { signal: giveUp.signal });
    await body?.cancel();
    return ok ? undefined : `answers ${status}`;
  } catch (error) {
    return error.cause?.code ?? error.cause?.message ?? error.message;
  } finally {
    clearTimeout(timer);
  }
}

/** Asks for some of them at a time. @returns a line for each that has a problem */
export async function ask(found, patienceMs) {
  const rest = [...found];
  const said = [];
  const next = async () => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) {
      const [address, files] = one;
      const problem = await problemOf(address, patienceMs);
      if (problem !== undefined) said.push(`${address}: ${problem} (${[...files].join(", ")})`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return said.sort();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = external();
  const said = await ask(found, Number(process.argv[2] ?? PATIENCE_S) * 1000);
  for (const line of said) process.stdout.write(`${line}\n`);
  process.stdout.write(`${found.size - said.length} of ${found.size} pages outside answer.\n`);
  process.exit(said.length > 0 ? 1 : 0);
}
