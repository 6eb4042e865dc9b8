// What PROTOCOL.md says, read from it: which frames there are, with which fields, and which close codes.

import { readFileSync } from "node:fs";

const CHECKS = {
  string: (value) => typeof value === "string",
  integer: (value) => Number.isSafeInteger(value),
  array: (value) => Array.isArray(value),
  boolean: (value) => typeof value === "boolean",
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  any: (value) => value !== undefined,
};

/** The rows of the tables below a heading, as lists of cells. */
function rows(section) {
  return section
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

function fieldsOf(section) {
  const fields = rows(section).filter(([name]) => name.startsWith("`"));
  return fields.map(([name, type, presence]) => ({
    name: name.replaceAll("`", ""),
    check: CHECKS[type],
    required: presence === "required",
  }));
}

function framesOf(document, heading) {
  const part = document.split(`\n## ${heading}\n`)[1].split("\n## ")[0];
  return new Map(
    part
      .split("\n### ")
      .slice(1)
      .map((section) => [section.split("\n")[0].trim(), fieldsOf(section)]),
  );
}

/** The document, as far as a program can read it. */
export class ProtocolDocument {
  #server;
  #tab;
  #closes;

  constructor(path) {
    const text = readFileSync(path, "utf8");
    this.#server = framesOf(text, "Frames from the server");
    this.#tab = framesOf(text, "Frames from the tab");
    const closes = text.split("\n## Limits and closes\n")[1].split("\n## ")[0];
    this.#closes = new Set(rows(closes).map(([code]) => Number(code)));
  }

  /** The names of the fields of each frame that a tab may send. */
  get tabFrames() {
    return this.#tab;
  }

  /** Whether the tables of closes name it. */
  knowsClose(code) {
    return this.#closes.has(code);
  }

  /** The frame that a text is; throws if the document has none like it. */
  serverFrame(text) {
    const frame = JSON.parse(text);
    const fields = this.#server.get(frame.t);
    if (fields === undefined) throw new Error(`No frame of the document: ${text.slice(0, 200)}`);
    for (const { name, check, required } of fields) {
      const value = frame[name];
      if (value === undefined ? required : !check(value)) {
        throw new Error(`${name} is not as documented: ${text.slice(0, 200)}`);
      }
    }
    const names = new Set(["t", ...fields.map(({ name }) => name)]);
    const unknown = Object.keys(frame).filter((name) => !names.has(name));
    if (unknown.length > 0) throw new Error(`${unknown} of ${frame.t} is not documented`);
    return frame;
  }
}
