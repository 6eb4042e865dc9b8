import { readFileSync } from "node:fs";

/** The files of a mutant as the fault makes them. What two places prevent is a fault of both. */
export const patched = ({ name, also = [], ...first }) =>
  [first, ...also].map(({ file, before, after }) => ({ file, text: text({ name, file, before, after }) }));

/**
 * Returns the text of one of them. A mutant of code that has moved is a mistake of its own: it would be one that nothing can
 * catch.
 */
function text({ name, file, before, after }) {
  const parts = readFileSync(file, "utf8").split(before);
  if (parts.length !== 2) {
    throw new Error(
      `“${name}”: the text to replace is ${parts.length - 1} times in ${file}; bring the mutant up to date:\n${before}`,
    );
  }
  return parts.join(after);
}
