import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { INTERNAL_NAMES } from "../internal-names.js";
import { frameOf, readEvent } from "../src/event.js";
import {
  type AsleepFrame,
  type ByeFrame,
  type DoneFrame,
  decode,
  depthOf,
  type EventFrame,
  type HiddenFrame,
  INVALID,
  type JoinedFrame,
  type JoinFrame,
  type KeepFrame,
  type KeptFrame,
  type NeededFrame,
  type PingFrame,
  type PongFrame,
  type PushFrame,
  type RenderFrame,
  SERVER_FRAMES,
  type TabFrame,
  UNKNOWN,
  type UnkeptFrame,
  type UnprotectedFrame,
  type WakeFrame,
  type WorkingFrame,
} from "../src/frames.js";

interface Vector {
  readonly name: string;
  readonly from: "tab" | "server";
  readonly text: string;
  readonly valid: boolean;
  readonly frame?: Record<string, unknown>;
}

type Fields<F> = Record<Exclude<keyof F, "t">, "required" | "optional">;

const read = (path: string) => readFileSync(new URL(`../../protocol/${path}`, import.meta.url), "utf8");
const vectors: Vector[] = JSON.parse(read("vectors/frames.json"));
const from = (side: string) => vectors.filter((vector) => vector.from === side);

/** What the types say; the compiler sees to it that nothing is missing here and nothing is too much. */
const TYPES = {
  join: {
    view: "required",
    attempt: "required",
    token: "optional",
    patch: "optional",
    fork: "optional",
    trimmed: "optional",
    parts: "optional",
    patches: "optional",
    shows: "optional",
    params: "required",
  } satisfies Fields<JoinFrame>,
  event: {
    n: "required",
    name: "required",
    data: "required",
    age: "required",
    try: "required",
  } satisfies Fields<EventFrame>,
  kept: { gen: "required", seq: "required" } satisfies Fields<KeptFrame>,
  unkept: { gen: "required", seq: "required", why: "required" } satisfies Fields<UnkeptFrame>,
  wake: { token: "required", patch: "optional" } satisfies Fields<WakeFrame>,
  hidden: {} satisfies Fields<HiddenFrame>,
  ping: {} satisfies Fields<PingFrame>,
  joined: {
    sid: "required",
    gen: "required",
    outcome: "required",
    reason: "optional",
    seen: "required",
    lost: "optional",
    answers: "optional",
    data: "required",
    check: "optional",
  } satisfies Fields<JoinedFrame>,
  done: { n: "required", reply: "optional", error: "optional" } satisfies Fields<DoneFrame>,
  render: { seen: "required", data: "required", check: "optional" } satisfies Fields<RenderFrame>,
  keep: {
    gen: "required",
    seq: "required",
    seen: "required",
    bytes: "required",
    token: "required",
    base: "optional",
  } satisfies Fields<KeepFrame>,
  unprotected: { seen: "required", why: "required" } satisfies Fields<UnprotectedFrame>,
  working: { n: "required", slow: "optional" } satisfies Fields<WorkingFrame>,
  asleep: { gen: "required", seq: "required" } satisfies Fields<AsleepFrame>,
  push: { name: "required", data: "required" } satisfies Fields<PushFrame>,
  needed: {} satisfies Fields<NeededFrame>,
  pong: {} satisfies Fields<PongFrame>,
  bye: { retry: "required" } satisfies Fields<ByeFrame>,
};

/** The tables of one part of PROTOCOL.md: by frame, the fields and their presence. */
function tables(part: string): Record<string, Record<string, string>> {
  const [, rest = ""] = read("PROTOCOL.md").split(`## Frames from the ${part}\n`);
  const [text = ""] = rest.split("\n## ");
  const sections = text.split("\n### ").slice(1);
  return Object.fromEntries(
    sections.map((section) => {
      const rows = [...section.matchAll(/^\| `(\w+)` \|[^|]+\| (\w+) \|/gm)];
      return [
        section.split("\n")[0] ?? "",
        Object.fromEntries(rows.map(([, field, presence]) => [field, presence])),
      ];
    }),
  );
}

describe("PROTOCOL.md", () => {
  test("has the frames and fields that the types have", () => {
    expect({ ...tables("tab"), ...tables("server") }).toEqual(TYPES);
  });

  test("has the server frames and fields that are checked", () => {
    const checked = Object.entries(SERVER_FRAMES).map(([t, fields]) => [
      t,
      fields.split(" ").filter(Boolean),
    ]);
    const documented = Object.entries(tables("server")).map(([t, fields]) => [t, Object.keys(fields)]);
    expect(checked).toEqual(documented);
  });

  test("has no field that the build would rename", () => {
    const names = Object.entries(TYPES).flatMap(([t, fields]) => [t, ...Object.keys(fields)]);
    expect(names.filter((name) => INTERNAL_NAMES.includes(name))).toEqual([]);
  });
});

describe("a server frame", () => {
  test.each(from("server").filter(({ valid }) => valid))("$name is read", ({ text, frame = {} }) => {
    const known = Object.hasOwn(SERVER_FRAMES, String(frame["t"]));
    expect(decode(text)).toEqual(known ? expect.objectContaining(frame) : UNKNOWN);
  });

  test.each(from("server").filter(({ valid }) => !valid))("$name is a protocol error", ({ text }) => {
    expect(decode(text)).toBe(INVALID);
  });

  test.each(Object.entries(TYPES))("%s has vectors", (t) => {
    expect(vectors.filter(({ valid, frame }) => valid && frame?.["t"] === t).length).toBeGreaterThan(1);
  });

  test("that is binary is a protocol error", () => {
    expect(decode(new Blob(["{}"]) as unknown as string)).toBe(INVALID);
    expect(decode(new ArrayBuffer(2) as unknown as string)).toBe(INVALID);
  });
});

describe("a tab frame", () => {
  const valid = from("tab").filter((vector) => vector.valid);

  test.each([
    { t: "join", view: "cart", attempt: 1, token: undefined, patch: undefined, parts: true, params: {} },
    { t: "kept", gen: 4, seq: 1234 },
    { t: "unkept", gen: 4, seq: 1234, why: "blocked" },
    { t: "ping" },
  ] satisfies TabFrame[])("$t as the client makes it is a valid vector", (frame) => {
    expect(valid.map((vector) => vector.text)).toContain(JSON.stringify(frame));
  });

  test("event as the client makes it is a valid vector", () => {
    const item = readEvent("add", null, 5_000);
    expect(valid.map((vector) => vector.text)).toContain(JSON.stringify(frameOf(1, item, 5_000)));
  });
});

describe("an event", () => {
  test("is measured at its longest", () => {
    const event = readEvent("größe", { a: ["😀", 1.5] }, 0);
    const longest = frameOf(Number.MAX_SAFE_INTEGER, { ...event, tries: 1_000 }, Number.MAX_SAFE_INTEGER);
    expect(event.bytes).toBe(new TextEncoder().encode(JSON.stringify(longest)).length);
  });

  test("is never younger than now, whatever the wall clock does", () => {
    const event = readEvent("add", null, 1_000);
    expect(frameOf(1, event, 400).age).toBe(0);
    expect(frameOf(1, event, 1_400).age).toBe(400);
  });

  test("has as many levels as its deepest part", () => {
    expect([0, "[{", null, [], {}, [[], [[]]], { a: [{ b: 1 }] }].map(depthOf)).toEqual([
      0, 0, 0, 1, 1, 3, 3,
    ]);
  });
});
