import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { openStore } from "../src/storage.js";
import { openVault, type Vault } from "../src/vault.js";
import { FakeStorage, storageError } from "./support/fake-storage.js";
import { OTHER_SID, SID } from "./support/tab.js";

const open = (storage?: FakeStorage | null | false) => openVault(openStore("livestash:cart:", () => storage));
const keep = (gen: number, seq: number, base?: string) => ({
  t: "keep" as const,
  gen,
  seq,
  seen: gen * 100 + seq,
  bytes: 1,
  token: `token-${gen}-${seq}`,
  ...(base && { base }),
});
const patched = (vault: Vault) => {
  vault.hold(SID, keep(1, 1));
  vault.hold(SID, keep(1, 2, "1.1"));
};
const tokens = (vault: Vault) => vault.held()?.tokens ?? [];

describe("a vault", () => {
  test("is empty at first", () => {
    expect(open(new FakeStorage()).held()).toBeUndefined();
  });

  test("gives a new page the snapshot that it holds", () => {
    const storage = new FakeStorage();
    expect(open(storage).hold(SID, keep(2, 7))).toBe("kept");
    expect(open(storage).held()).toEqual({
      sid: SID,
      gen: 2,
      seq: 7,
      seen: 207,
      tokens: ["token-2-7"],
      slots: [`${SID}.2.7`],
      marks: 0,
    });
  });

  test("remembers that its snapshot is another tab's, until it holds one of its own", () => {
    const storage = new FakeStorage();
    const vault = open(storage);
    vault.hold(SID, keep(2, 7));
    const before = open(storage).held();
    vault.fork(207, "!");
    expect(vault.held()).toEqual({ ...before, marks: 1 });
    expect(open(storage).held()).toEqual({ ...before, marks: 1 });
    vault.fork(209);
    expect(vault.held()).toEqual({ ...before, seen: 209, marks: 1 });
    expect(open(storage).held()).toEqual({ ...before, seen: 209, marks: 1 });
    expect(vault.hold(OTHER_SID, keep(2, 7))).toBe("kept");
    expect([vault.held()?.marks, open(storage).held()?.marks]).toEqual([0, 0]);
  });

  test("that holds nothing has nothing that could be another tab's", () => {
    const storage = new FakeStorage();
    const vault = open(storage);
    vault.fork(207);
    expect([vault.held(), open(storage).held()]).toEqual([undefined, undefined]);
  });

  test("compares generation and sequence as a pair", () => {
    const vault = open(new FakeStorage());
    const held = [
      keep(2, 7),
      keep(2, 7),
      keep(2, 6),
      keep(1, 99),
      keep(2, 8),
      keep(10, 0),
      keep(9, 9),
      keep(10, 10),
    ];
    expect(held.map((frame) => vault.hold(SID, frame))).toEqual([
      "kept",
      undefined,
      undefined,
      undefined,
      "kept",
      "kept",
      undefined,
      "kept",
    ]);
  });

  test("holds a snapshot of another instance whatever its numbers are, also the same ones", () => {
    const storage = new FakeStorage();
    const vault = open(storage);
    vault.hold(SID, keep(5, 5));
    expect(vault.hold(OTHER_SID, { ...keep(5, 5), token: "other" })).toBe("kept");
    expect(vault.hold(OTHER_SID, keep(1, 1))).toBeUndefined();
    expect(tokens(open(storage))).toEqual(["other"]);
  });

  test("holds a whole token and the newest patch against it, never a chain", () => {
    const storage = new FakeStorage();
    const vault = open(storage);
    vault.hold(SID, keep(1, 1));
    vault.hold(SID, keep(1, 2, "1.1"));
    vault.hold(SID, keep(1, 3, "1.1"));
    expect(tokens(open(storage))).toEqual(["token-1-1", "token-1-3"]);
    expect(storage.keys.filter((key) => key.includes(":t"))).toHaveLength(2);
    vault.hold(SID, keep(1, 4));
    expect(tokens(open(storage))).toEqual(["token-1-4"]);
    expect(storage.keys.filter((key) => key.includes(":t"))).toHaveLength(1);
  });

  test("writes a patch and the pointer, and not the base again", () => {
    const storage = new FakeStorage();
    const vault = open(storage);
    patched(vault);
    const before = storage.mutations;
    vault.hold(SID, keep(1, 3, "1.1"));
    // The new slot, the pointer, and the old slot that goes.
    expect(storage.mutations - before).toBe(3);
  });

  test("writes the base anew with the next patch, where the page has cleared its storage", () => {
    const storage = new FakeStorage();
    const vault = open(storage);
    patched(vault);
    for (const key of storage.keys) storage.removeItem(key);
    expect(vault.hold(SID, keep(1, 3, "1.1"))).toBe("kept");
    expect(tokens(open(storage))).toEqual(["token-1-1", "token-1-3"]);
  });

  test("does not hold a patch whose base it does not hold", () => {
    const vault = open(new FakeStorage());
    expect(vault.hold(SID, keep(1, 2, "1.1"))).toBe("blocked");
    vault.hold(SID, keep(1, 3));
    expect(vault.hold(SID, keep(1, 4, "1.2"))).toBe("blocked");
    expect(vault.hold(OTHER_SID, keep(1, 4, "1.3"))).toBe("blocked");
    expect(tokens(vault)).toEqual(["token-1-3"]);
  });

  test("forgets all when it is dropped, but goes on with the attempts", () => {
    const storage = new FakeStorage();
    const vault = open(storage);
    const attempt = vault.nextAttempt(1_000);
    vault.hold(SID, keep(1, 1));
    vault.drop();
    expect(vault.held()).toBeUndefined();
    expect(storage.keys).toEqual(["livestash:cart:attempt"]);
    expect(open(storage).nextAttempt(500)).toBeGreaterThan(Number(attempt));
  });
});

describe("a page that dies while a snapshot is stored", () => {
  const cases: [string, (vault: Vault) => void, (vault: Vault) => void, string[], string[]][] = [
    ["the first one", () => {}, (v) => v.hold(SID, keep(1, 1)), [], ["token-1-1"]],
    [
      "the next one",
      (v) => v.hold(SID, keep(1, 1)),
      (v) => v.hold(SID, keep(1, 2)),
      ["token-1-1"],
      ["token-1-2"],
    ],
    [
      "a patch",
      (v) => v.hold(SID, keep(1, 1)),
      (v) => v.hold(SID, keep(1, 2, "1.1")),
      ["token-1-1"],
      ["token-1-1", "token-1-2"],
    ],
    [
      "the next patch",
      patched,
      (v) => v.hold(SID, keep(1, 3, "1.1")),
      ["token-1-1", "token-1-2"],
      ["token-1-1", "token-1-3"],
    ],
    ["a new whole one", patched, (v) => v.hold(SID, keep(1, 3)), ["token-1-1", "token-1-2"], ["token-1-3"]],
    [
      "another instance's with the same numbers",
      (v) => v.hold(SID, keep(1, 1)),
      (v) => v.hold(OTHER_SID, { ...keep(1, 1), token: "other" }),
      ["token-1-1"],
      ["other"],
    ],
    ["none any more", (v) => v.hold(SID, keep(1, 1)), (v) => v.drop(), ["token-1-1"], []],
  ];

  test.each(cases)("leaves the old snapshot or the new one: %s", (_, before, change, old, next) => {
    const found: ReturnType<Vault["held"]>[] = [];
    for (let mutations = 0, done = false; !done; mutations++) {
      const storage = new FakeStorage();
      const vault = open(storage);
      before(vault);
      storage.dieAfter(mutations);
      const start = storage.mutations;
      change(vault);
      done = storage.mutations - start < mutations;
      found.push(open(storage.reload()).held());
    }
    const [first, last] = [found[0], found.at(-1)];
    expect([first, last].map((held) => held?.tokens ?? [])).toEqual([old, next]);
    const steps = found.map((held) => [first, last].findIndex((state) => isDeepStrictEqual(held, state)));
    expect(steps).toEqual([...steps].sort());
    expect(steps).not.toContain(-1);
  });

  test("leaves slots that nobody needs, and the next page removes them", () => {
    const storage = new FakeStorage();
    const vault = open(storage);
    vault.hold(SID, keep(1, 1));
    storage.dieAfter(1);
    vault.hold(SID, keep(1, 2));
    const next = storage.reload();
    expect(next.keys).toContain(`livestash:cart:t${SID}.1.2`);
    open(next);
    expect(next.keys).not.toContain(`livestash:cart:t${SID}.1.2`);
  });
});

describe("a storage that fails", () => {
  test("leaves the old snapshot to the next page and the new one in memory when it is full", () => {
    const storage = new FakeStorage();
    const vault = open(storage);
    vault.hold(SID, keep(1, 1));
    storage.limit(150);
    expect(vault.hold(SID, { ...keep(1, 2), token: "x".repeat(200) })).toBe("quota");
    expect(tokens(vault)).toEqual(["x".repeat(200)]);
    expect(tokens(open(storage.reload()))).toEqual(["token-1-1"]);
    expect(vault.hold(SID, keep(1, 3))).toBe("kept");
    expect(tokens(open(storage.reload()))).toEqual(["token-1-3"]);
  });

  test("gets the base too, once there is room for the patch against it", () => {
    const storage = new FakeStorage();
    const vault = open(storage);
    storage.limit(10);
    expect(vault.hold(SID, keep(1, 1))).toBe("quota");
    storage.limit(1_000);
    expect(vault.hold(SID, keep(1, 2, "1.1"))).toBe("kept");
    expect(tokens(open(storage.reload()))).toEqual(["token-1-1", "token-1-2"]);
  });

  test.each([
    ["QuotaExceededError", "quota"],
    ["NS_ERROR_DOM_QUOTA_REACHED", "quota"],
    ["SecurityError", "blocked"],
  ])("by %s is %s", (name, stored) => {
    const storage = new FakeStorage();
    const vault = open(storage);
    storage.fail(storageError(name));
    expect(vault.hold(SID, keep(1, 1))).toBe(stored);
    expect(tokens(vault)).toEqual(["token-1-1"]);
  });

  test("is blocked where there is none, and no failure where none is wanted", () => {
    expect(open(undefined).hold(SID, keep(1, 1))).toBe("blocked");
    expect(open(null).hold(SID, keep(1, 1))).toBe("blocked");
    expect(open(false).hold(SID, keep(1, 1))).toBe("kept");
  });

  test("is blocked where its property throws", () => {
    const use = openStore("livestash:cart:", () => {
      throw storageError("SecurityError");
    });
    expect(openVault(use).hold(SID, keep(1, 1))).toBe("blocked");
  });
});

describe("what somebody else wrote into the storage", () => {
  const slot = `livestash:cart:t${SID}.1.1`;
  test.each([
    ["an empty pointer", { "livestash:cart:now": "", [slot]: "token" }],
    ["a pointer that is none", { "livestash:cart:now": "{}", [slot]: "token" }],
    ["a pointer without slots", { "livestash:cart:now": "5", [slot]: "token" }],
    ["a pointer to nothing", { "livestash:cart:now": `5 ${SID}.1.2`, [slot]: "token" }],
    [
      "a pointer to something and nothing",
      { "livestash:cart:now": `5 ${SID}.1.1 ${SID}.1.2`, [slot]: "token" },
    ],
    ["a pointer to an empty slot", { "livestash:cart:now": `5 ${SID}.1.1`, [slot]: "" }],
    ["a pointer with a bad number", { "livestash:cart:now": `5.5 ${SID}.1.1`, [slot]: "token" }],
    ["a pointer that says too late whose it is", { "livestash:cart:now": `5! ${SID}.1.1`, [slot]: "token" }],
    ["slots without a pointer", { [slot]: "token" }],
  ])("is ignored and removed: %s", (_, items) => {
    const storage = new FakeStorage(items);
    expect(open(storage).held()).toBeUndefined();
    expect(storage.keys).toEqual([]);
  });

  test.each(["", "NaN", "many", "-5", "1e300", "1.5", "{}"])("is no attempt: %j", (attempt) => {
    const vault = open(new FakeStorage({ "livestash:cart:attempt": attempt }));
    expect(vault.nextAttempt(1_000)).toBe(1_000);
  });

  test("under other names is left alone", () => {
    const items = { other: "1", "livestash:cart/left:now": "2", "livestash:carts:t1": "3" };
    const storage = new FakeStorage(items);
    const vault = open(storage);
    vault.hold(SID, keep(1, 1));
    vault.drop();
    expect(storage.items).toEqual(items);
  });
});

describe("the attempt", () => {
  test("is the wall clock, and one more where that does not move", () => {
    const vault = open(new FakeStorage());
    expect([1_000, 1_000, 900, 2_000].map((now) => vault.nextAttempt(now))).toEqual([
      1_000, 1_001, 1_002, 2_000,
    ]);
  });

  test("goes on in the next page, also if the wall clock was set back", () => {
    const storage = new FakeStorage();
    open(storage).nextAttempt(5_000);
    expect(open(storage).nextAttempt(1_000)).toBe(5_001);
  });

  test("of another page is noticed", () => {
    const storage = new FakeStorage();
    const vault = open(storage);
    vault.nextAttempt(1_000);
    open(storage).nextAttempt(2_000);
    expect(vault.nextAttempt(3_000)).toBe(0);
  });

  test("that could not be stored looks like nobody's", () => {
    const storage = new FakeStorage();
    const vault = open(storage);
    vault.nextAttempt(1_000);
    storage.limit(0);
    expect([vault.nextAttempt(2_000), vault.nextAttempt(3_000)]).toEqual([2_000, 3_000]);
  });
});
