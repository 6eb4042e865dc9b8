import { readFileSync } from "node:fs";

/**
 * Returns a mutant's file as the fault makes it. A mutant of code that has moved is a mistake of its own: it would be one
 * that nothing can catch.
 */
export function patched({ name, file, before, after }) {
  const parts = readFileSync(file, "utf8").split(before);
  if (parts.length !== 2) {
    throw new Error(
      `“${name}”: the text to replace is ${parts.length - 1} times in ${file}; bring the mutant up to date:\n${before}`,
    );
  }
  return parts.join(after);
}
