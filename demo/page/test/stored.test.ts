import { expect, test } from "vitest";
import { readStored, serverBytes } from "../src/stored.js";

const storage = (items: Readonly<Record<string, string>>) => ({
  getItem: (key: string) => items[key.replace("livestash:sheet:", "")] ?? null,
});

test("a tab holds a base, or a base and a patch, or nothing", () => {
  const tokens = { "ts.1.1": "base!", "ts.1.2": "pa" };
  expect(readStored(storage({}))).toEqual({ base: 0, patch: 0 });
  expect(readStored(storage({ now: "4 s.1.1", ...tokens }))).toEqual({ base: 5, patch: 0 });
  expect(readStored(storage({ now: "4 s.1.1 s.1.2", ...tokens }))).toEqual({ base: 5, patch: 2 });
});

test("a storage that may not be read has nothing to show", () => {
  const blocked = {
    getItem: () => {
      throw new Error("SecurityError");
    },
  };
  expect(readStored(blocked)).toEqual({ base: 0, patch: 0 });
});

test("asleep, a state costs its server nothing", () => {
  expect(serverBytes(100_000, false)).toBe(804_096);
  expect(serverBytes(100_000, true)).toBe(1_024);
});
