import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Json } from "../src/frames.js";
import { checkOf, patched } from "../src/patch.js";

interface Vector {
  readonly name: string;
  readonly before: Json;
  readonly patch: Json;
  readonly after: Json;
  readonly check: number;
}

const vectors: Vector[] = JSON.parse(
  readFileSync(new URL("../../protocol/vectors/renders.json", import.meta.url), "utf8"),
);

describe("a patch of a render", () => {
  test.each(vectors)("makes the later one: $name", ({ before, patch, after, check }) => {
    const old = structuredClone(before);
    const made = patched(old, patch);
    expect(JSON.stringify(made)).toBe(JSON.stringify(after));
    expect(old).toEqual(before);
    expect(checkOf(made)).toBe(check);
  });

  test("leaves what has not changed the very same", () => {
    const before = { items: [{ tags: ["a"] }, { tags: ["b"] }], other: { a: 1 } };
    const made = patched(before, { items: { 1: { tags: { 0: ["c"] } } } }) as typeof before;
    expect(made).not.toBe(before);
    expect(made.items[0]).toBe(before.items[0]);
    expect(made.items[1]).toEqual({ tags: ["c"] });
    expect(made.other).toBe(before.other);
    expect(patched(before, {})).toBe(before);
  });

  test("keeps the elements that an insertion has moved", () => {
    const before = [{ a: 1 }, { a: 2 }];
    const made = patched(before, [[], 0, 1, [{ a: 3 }], 1, 2, []]) as typeof before;
    expect(made).toEqual([{ a: 1 }, { a: 3 }, { a: 2 }]);
    expect(made[2]).toBe(before[1]);
  });
});
