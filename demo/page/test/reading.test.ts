import { expect, test } from "vitest";
import { MAX_CSV_BYTES, type Readable, read, sizeProblem } from "../src/reading.js";

function file(bytes: Uint8Array<ArrayBuffer> | string, name = "a.csv"): Readable {
  const content = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  return { name, size: content.length, arrayBuffer: () => Promise.resolve(content.slice().buffer) };
}

test("reads UTF-8, with or without a byte order mark", async () => {
  expect(await read(file("ä,b\n1,2"))).toEqual({ csv: "ä,b\n1,2" });
  expect(await read(file("\uFEFFä,b"))).toEqual({ csv: "ä,b" });
});

test("does not read a file that is too large", async () => {
  const large: Readable = {
    name: "big.csv",
    size: 50_000_000,
    arrayBuffer: () => Promise.reject(new Error("must not be read")),
  };
  expect(await read(large)).toEqual({
    problem: "“big.csv” was not loaded. It is 50.0 MB; at most 2.0 MB fit.",
  });
});

test("tells binary data", async () => {
  const reading = await read(file(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1]), "x.png"));
  expect(reading).toEqual({ problem: "“x.png” was not loaded. It is not text but binary data." });
});

test("tells text in another encoding", async () => {
  const latin1 = new Uint8Array([0xe4, 0x2c, 0x62]);
  expect(await read(file(latin1))).toHaveProperty("problem", expect.stringContaining("UTF-8"));
});

test("says that a file cannot be read", async () => {
  const gone: Readable = { name: "a.csv", size: 1, arrayBuffer: () => Promise.reject(new Error("gone")) };
  expect(await read(gone)).toHaveProperty("problem", expect.stringContaining("could not be read"));
});

test("counts a pasted text in bytes", () => {
  expect(sizeProblem("pasted", "x".repeat(MAX_CSV_BYTES))).toBeUndefined();
  expect(sizeProblem("pasted", "ä".repeat(MAX_CSV_BYTES / 2 + 1))).toContain("at most 2.0 MB");
});
