import { describe, expect, test } from "vitest";
import { readEvent } from "../src/event.js";
import { type Outbox, openOutbox } from "../src/outbox.js";
import { openStore } from "../src/storage.js";
import { FakeStorage, storageError } from "./support/fake-storage.js";
import { stateOf } from "./support/tab.js";

const open = (storage?: FakeStorage | null, seen = 0, events = 256, bytes = 1_048_576) =>
  openOutbox(
    openStore("livestash:cart:", () => storage),
    events,
    bytes,
    seen,
  );
const add = (outbox: Outbox, ...names: string[]) =>
  names.map((name) => outbox.add(readEvent(name, null, 5_000)));
const names = (outbox: Outbox, above = 0) => outbox.above(above).map(([n, { name }]) => `${n}${name}`);

describe("an outbox", () => {
  test("numbers from 1", () => {
    expect(add(open(new FakeStorage()), "a", "b", "c")).toEqual([1, 2, 3]);
  });

  test("gives the next page its events, with all that belongs to them", () => {
    const storage = new FakeStorage();
    const outbox = open(storage);
    outbox.add(readEvent("edit", { cell: "B7" }, 1_234));
    expect(open(storage.reload()).above(0)).toEqual([
      [1, { name: "edit", data: { cell: "B7" }, actedAt: 1_234, tries: 1, bytes: expect.any(Number) }],
    ]);
  });

  test("writes one item for an event, whatever else it holds", () => {
    const storage = new FakeStorage();
    const outbox = open(storage);
    add(outbox, ..."abcdefgh");
    const before = storage.mutations;
    add(outbox, "i");
    expect(storage.mutations - before).toBe(1);
  });

  test("goes on above the snapshot", () => {
    const storage = new FakeStorage();
    const outbox = open(storage, 7);
    expect(add(outbox, "a", "b")).toEqual([8, 9]);
    expect(names(open(storage.reload(), 7))).toEqual(["8a", "9b"]);
    expect(names(open(storage.reload(), 8))).toEqual(["9b"]);
  });

  test("that is a copy drops what came with the storage, and numbers its own events from there", async () => {
    const storage = new FakeStorage();
    add(open(storage, 4), "a", "b");
    const outbox = open(storage.reload(), 4);
    const copied = storage.reload();
    const copy = open(copied, 4);
    expect(add(copy, "x", "y")).toEqual([7, 8]);
    const promises = [7, 8].map((n) => copy.promise(n, "a"));
    copy.fork(4);
    expect(names(copy)).toEqual(["5x", "6y"]);
    expect(copied.keys).toEqual(["livestash:cart:e5", "livestash:cart:e6"]);
    copy.settle(6, { reply: "Y" });
    expect(await Promise.all(promises.map(stateOf))).toEqual(["open", 'resolved "Y"']);
    expect(add(copy, "z")).toEqual([7]);
    expect(names(outbox)).toEqual(["5a", "6b"]);
  });

  test("that is a copy of an empty one keeps what it has", () => {
    const outbox = open(new FakeStorage(), 4);
    add(outbox, "x", "y");
    outbox.fork(4);
    expect(names(outbox)).toEqual(["5x", "6y"]);
  });

  test("takes in what is contiguous, and removes the rest", () => {
    const storage = new FakeStorage();
    add(open(storage), "a", "b", "c", "d", "e");
    storage.removeItem("livestash:cart:e4");
    expect(names(open(storage, 1))).toEqual(["2b", "3c"]);
    expect(storage.keys).toEqual(["livestash:cart:e2", "livestash:cart:e3"]);
    expect(add(open(storage, 1), "f")).toEqual([4]);
  });

  test.each([
    "",
    "null",
    "{}",
    "[]",
    "[1,2,3,4,5]",
    '["a",null,"x",1,1]',
    '["a",null,1,1]',
    '["a",null,1.5,1,1]',
    "x",
  ])("ignores and removes what somebody else wrote: %j", (text) => {
    const storage = new FakeStorage({ "livestash:cart:e1": text, "livestash:cart:e2": text });
    expect(names(open(storage))).toEqual([]);
    expect(storage.keys).toEqual([]);
  });

  test("is full by events, and says so", () => {
    const storage = new FakeStorage();
    const outbox = open(storage, 0, 2);
    expect(add(outbox, "a", "b", "c")).toEqual([1, 2, "full"]);
    expect(names(outbox)).toEqual(["1a", "2b"]);
    expect(storage.keys).toHaveLength(2);
  });

  test("is full by bytes", () => {
    const { bytes } = readEvent("a", null, 0);
    expect(add(open(new FakeStorage(), 0, 100, 3 * bytes), ..."abcd")).toEqual([1, 2, 3, "full"]);
    expect(add(open(new FakeStorage(), 0, 100, 3 * bytes - 1), ..."abcd")).toEqual([1, 2, "full", "full"]);
  });

  test("that was taken over counts its bytes too", () => {
    const storage = new FakeStorage();
    const { bytes } = readEvent("a", null, 0);
    add(open(storage), "a", "b");
    expect(add(open(storage, 0, 100, 2 * bytes), "c")).toEqual(["full"]);
  });
});

describe("a snapshot", () => {
  test("that is stored lets go of its events", () => {
    const storage = new FakeStorage();
    const outbox = open(storage);
    add(outbox, "a", "b", "c");
    outbox.covered(2, true);
    expect(names(outbox)).toEqual(["3c"]);
    expect(storage.keys).toEqual(["livestash:cart:e3"]);
    expect(add(outbox, "d")).toEqual([4]);
  });

  test("in memory only lets go of the events in memory, and a reload still has them all", () => {
    const storage = new FakeStorage();
    const outbox = open(storage, 0, 3);
    add(outbox, "a", "b", "c");
    outbox.covered(3, false);
    expect(names(outbox)).toEqual([]);
    expect(add(outbox, "d")).toEqual([4]);
    expect(names(open(storage.reload()))).toEqual(["1a", "2b", "3c", "4d"]);
    outbox.covered(3, true);
    expect(storage.keys).toEqual(["livestash:cart:e4"]);
  });
});

describe("a promise", () => {
  test("is settled once, by its number", async () => {
    const outbox = open();
    const [first, second] = [outbox.promise(1, "a"), outbox.promise(2, "b")];
    outbox.settle(2, { reply: { id: 5 } });
    outbox.settle(2, { error: "failed" });
    outbox.settle(9, {});
    expect([await stateOf(first), await stateOf(second)]).toEqual(["open", 'resolved {"id":5}']);
  });

  test("is resolved without a reply when the state contains its event", async () => {
    const outbox = open();
    outbox.arrived(0, false);
    const promises = add(outbox, "a", "b", "c").map((n) => outbox.promise(Number(n), "a"));
    outbox.arrived(2, false);
    expect(await Promise.all(promises.map(stateOf))).toEqual([
      "resolved undefined",
      "resolved undefined",
      "open",
    ]);
    expect(add(outbox, "d")).toEqual([4]);
  });

  test("is rejected with a code", async () => {
    const outbox = open();
    const promise = outbox.promise(1, "a");
    outbox.settle(1, { error: "failed" });
    await expect(promise).rejects.toMatchObject({
      code: "failed",
      message: "a: failed",
      name: "LiveStashError",
      n: 1,
    });
  });

  test.each(["closed", "offline"] as const)(
    "that is rejected as %s is no unhandled rejection",
    async (code) => {
      const unhandled: unknown[] = [];
      const note = (error: unknown) => unhandled.push(error);
      process.on("unhandledRejection", note);
      const outbox = open();
      outbox.promise(1, "a");
      outbox.settle(1, { error: code });
      await new Promise(setImmediate);
      process.off("unhandledRejection", note);
      expect(unhandled).toEqual([]);
    },
  );
});

describe("numbers", () => {
  test("go on above what the server has seen, if that is more than the tab knows of", () => {
    const outbox = open();
    outbox.arrived(40, false);
    expect(add(outbox, "a")).toEqual([41]);
  });

  test("begin at 1 when all is dropped", async () => {
    const storage = new FakeStorage();
    const outbox = open(storage, 7);
    const [n = 0] = add(outbox, "a");
    const promise = outbox.promise(Number(n), "a");
    outbox.drop();
    expect(await stateOf(promise)).toBe("rejected reset");
    expect(storage.keys).toEqual([]);
    expect(add(outbox, "b")).toEqual([1]);
  });
});

describe("an unprotected state", () => {
  test("lets go of its events when there is no room, and not before", () => {
    const storage = new FakeStorage();
    const outbox = open(storage, 0, 3);
    add(outbox, "a", "b", "c");
    outbox.unprotected(2);
    expect([names(outbox), outbox.trimmed()]).toEqual([["1a", "2b", "3c"], undefined]);
    expect(add(outbox, "d")).toEqual([4]);
    expect([names(outbox), outbox.trimmed()]).toEqual([["3c", "4d"], 2]);
    expect(add(outbox, "e", "f")).toEqual([5, "full"]);
  });

  test("that a reload finds begins behind what was let go of", () => {
    const storage = new FakeStorage();
    const outbox = open(storage, 0, 2);
    add(outbox, "a", "b");
    outbox.unprotected(2);
    add(outbox, "c");
    const again = storage.reload();
    const reloaded = open(again, 0, 2);
    expect([names(reloaded), reloaded.trimmed()]).toEqual([["3c"], 2]);
    expect(add(reloaded, "d")).toEqual([4]);
    reloaded.covered(0, true);
    expect(reloaded.trimmed()).toBe(2);
    reloaded.covered(4, true);
    expect([reloaded.trimmed(), again.keys]).toEqual([undefined, []]);
  });

  test("that is lost leaves the events after it, numbered on from where the server is", async () => {
    const storage = new FakeStorage();
    const outbox = open(storage, 0, 2);
    add(outbox, "a", "b");
    outbox.unprotected(2);
    add(outbox, "c", "d");
    const promise = outbox.promise(3, "a");
    outbox.arrived(0, true);
    expect(names(outbox)).toEqual(["1c", "2d"]);
    outbox.settle(1, { reply: "yes" });
    expect(await stateOf(promise)).toBe('resolved "yes"');
    expect(names(open(storage.reload()))).toEqual(["1c", "2d"]);
  });

  test("that is stored after all has let go of nothing", () => {
    const outbox = open(new FakeStorage(), 0, 2);
    add(outbox, "a", "b");
    outbox.unprotected(1);
    outbox.covered(1, true);
    expect(add(outbox, "c", "d")).toEqual([3, "full"]);
    expect(outbox.trimmed()).toBeUndefined();
  });

  test("cannot let go while nobody knows where the server is", () => {
    const outbox = open(new FakeStorage(), 0, 2);
    add(outbox, "a", "b");
    outbox.unprotected(2);
    outbox.unprotected(0);
    expect(add(outbox, "c")).toEqual(["full"]);
  });
});

describe("a storage of an earlier time", () => {
  test("has its own events behind those that the server knows of", async () => {
    const storage = new FakeStorage();
    add(open(storage), "a", "b");
    const outbox = open(storage.reload());
    add(outbox, "new");
    const promise = outbox.promise(3, "a");
    outbox.arrived(20, false);
    expect([names(outbox), outbox.trimmed()]).toEqual([["21new"], 20]);
    outbox.settle(21, {});
    expect(await stateOf(promise)).toBe("resolved undefined");
  });

  test("sends what the server does not know of, too", () => {
    const storage = new FakeStorage();
    add(open(storage), "a", "b", "c");
    const outbox = open(storage.reload());
    add(outbox, "new");
    outbox.arrived(1, false);
    expect(outbox.above(1).map(([n, { name }]) => n + name)).toEqual(["2b", "3c", "4new"]);
  });
});

describe("a try", () => {
  test("is raised in the storage too", () => {
    const storage = new FakeStorage();
    const outbox = open(storage);
    add(outbox, "a");
    outbox.raise(1);
    outbox.raise(1);
    outbox.raise(5);
    expect(open(storage.reload()).above(0)[0]?.[1].tries).toBe(3);
  });

  test("that is the last leaves the number and nothing of the data", () => {
    const storage = new FakeStorage();
    const outbox = open(storage);
    outbox.add(readEvent("a", "much", 0));
    outbox.bury(1);
    expect(open(storage.reload()).above(0)).toEqual([
      [1, { name: "a", data: null, actedAt: 0, tries: 1_000, bytes: expect.any(Number) }],
    ]);
  });
});

test("a storage that fails leaves the events in memory", () => {
  const storage = new FakeStorage();
  const outbox = open(storage);
  storage.fail(storageError("QuotaExceededError"));
  expect(add(outbox, "a", "b")).toEqual([1, 2]);
  outbox.raise(1);
  expect(names(outbox)).toEqual(["1a", "2b"]);
  outbox.covered(1, false);
  expect(names(outbox)).toEqual(["2b"]);
});
