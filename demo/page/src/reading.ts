/** The largest CSV: 2 MB; the server's limit is the same. */
export const MAX_CSV_BYTES = 2_000_000;

/** What is asked of a file; a `File` has it. */
export interface Readable {
  readonly name: string;
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A file's text, or why it has none. */
export type Reading = { readonly csv: string } | { readonly problem: string };

/** Reads a file that may hold CSV. One that is too large is not read at all. */
export async function read(file: Readable): Promise<Reading> {
  if (file.size > MAX_CSV_BYTES)
    return problem(file, `It is ${megabytes(file.size)}; at most ${megabytes(MAX_CSV_BYTES)} fit.`);
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return problem(file, "It could not be read.");
  }
  if (bytes.includes(0)) return problem(file, "It is not text but binary data.");
  try {
    return { csv: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return problem(file, "It is binary data, or text in another encoding than UTF-8.");
  }
}

/** Why a pasted text is too large; undefined if it is not. */
export function sizeProblem(name: string, csv: string): string | undefined {
  const size = new TextEncoder().encode(csv).length;
  if (size <= MAX_CSV_BYTES) return undefined;
  return sentence(name, `It is ${megabytes(size)}; at most ${megabytes(MAX_CSV_BYTES)} fit.`);
}

function problem({ name }: Readable, why: string): Reading {
  return { problem: sentence(name, why) };
}

function sentence(name: string, why: string): string {
  return `“${name}” was not loaded. ${why}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
