import { type ConnectOptions, connect, type LiveView } from "under-test";
import { expect, expectTypeOf, test } from "vitest";
import { fakeServer } from "../src/testing.js";
import type { Nested } from "./made/nested.js";
import type { Node, Total, Tree } from "./made/tree.js";
import type { Variants } from "./made/variants.js";

// What the test kit makes of Java classes (its own tests keep it in made/). It is compiled here, by npm run check, as an
// application's is, and beside it what must not be.

const LEAF: Node = {
  name: "leaf",
  parent: null,
  children: [],
  level: "very-high",
  counts: { a: [1, 2] },
  due: "2026-01-31",
  weights: [0.5],
  anything: { any: "thing" },
  "last-mark": { kind: "x", size: 1 },
  marks: [{ kind: "TypeScriptTest$Dot", filled: true }],
  page: { rows: ["LOW"], of: 1 },
};

/** A page's own code, that tells one mark from the other. */
function describe({ name, level, counts, page, ...tree }: Node): string {
  const mark = tree["last-mark"];
  const shown = mark.kind === "x" ? mark.size.toFixed(1) : String(mark.filled);
  const children = tree.children.map(describe).join();
  return `${name} ${level?.toUpperCase()} ${counts["a"]?.length} ${page.rows[0]} ${shown} (${children})`;
}

test("a page is compiled and runs with what is made of a view's classes", async () => {
  const server = fakeServer();
  const shown: string[] = [];
  const view = connect<Tree>("/live", {
    view: "tree",
    environment: server.environment,
    onRender: (tree) => shown.push(describe(tree)),
    onPush(name, text) {
      expectTypeOf(name).toEqualTypeOf<"toast">();
      shown.push(text.trim());
    },
  });
  server.join({ ...LEAF, name: "root", children: [LEAF] });
  server.push("toast", " hello ");
  const total = view.send("add", { name: "next", at: 1 });
  expectTypeOf(total).toEqualTypeOf<Promise<Total | undefined>>();
  server.done({ count: 2 });
  expect((await total)?.count).toBe(2);
  view.send("clear all");
  expect(server.open).toEqual([{ n: 2, name: "clear all", data: null }]);
  expect(shown).toEqual(["root VERY-HIGH 2 LOW 1.0 (leaf VERY-HIGH 2 LOW 1.0 ())", "hello"]);
  view.close();
});

test("what the server would not understand, or does not send, is not compiled", () => {
  const wrong = (view: LiveView<Tree>, tree: Node) => {
    // @ts-expect-error there is no such event
    view.send("clear");
    // @ts-expect-error the data is of another type
    view.send("add", { name: "next", at: "1" });
    // @ts-expect-error a member is missing
    view.send("add", { name: "next" });
    // @ts-expect-error it takes no data
    view.send("clear all", 1);
    // @ts-expect-error the server keeps this one to itself
    tree.secret;
    // @ts-expect-error it may be another mark
    tree["last-mark"].size;
    // @ts-expect-error there is no such level
    tree.level === "HIGH";
    // @ts-expect-error it may be missing
    tree.parent.name;
    // @ts-expect-error what is shown is not changed
    tree.name = "other";
  };
  const options: ConnectOptions<Tree> = {
    view: "tree",
    // @ts-expect-error a text has no size
    onPush: (_name, { size }) => size,
  };
  expectTypeOf(wrong).toBeFunction();
  expect(options.view).toBe("tree");
});

/** As Jackson writes it: the same is in the Java test of these classes. */
const ALL: Variants["render"] = {
  plain: { "@type": "TypeScriptVariantsTest$Plain", a: 1 },
  own: { "@type": "own", a: 1 },
  listed: { "@type": "listed", a: 1 },
  simple: { is: "Shortly", a: 1 },
  full: { "@class": "dev.livestash.testkit.TypeScriptVariantsTest$Wholly", a: 1 },
  minimal: { "@c": ".TypeScriptVariantsTest$Barely", a: 1 },
  boxed: { "in box": { a: 1 } },
  paired: ["pair", { a: 1 }],
  existing: { kind: "there" },
  deduced: { a: 1 },
  text: ["text", "t"],
  level: ["level", "LOW"],
  itself: { "@type": "own", a: 1 },
};

test("all that tells a sealed interface's classes apart is compiled", () => {
  const told = [ALL.plain["@type"], ALL.boxed["in box"].a, ALL.paired[1].a, ALL.existing.kind];
  expect(told).toEqual(["TypeScriptVariantsTest$Plain", 1, 1, "there"]);
  const wrong: Partial<Variants["render"]> = {
    // @ts-expect-error there is no such class
    plain: { "@type": "Plain", a: 1 },
    // @ts-expect-error nothing says which it is
    simple: { a: 1 },
    // @ts-expect-error this level is none
    level: ["level", "HIGH"],
  };
  expect(Object.keys(wrong)).toHaveLength(3);
});

test("sealed interfaces within others are told apart by what their classes write", () => {
  const one = (deep: Nested["render"]) => {
    if (deep.one.outer === "D") return deep.one.d;
    return deep.one.outer === "E" ? deep.one.all.length : deep.one.c;
  };
  const deep: Nested["render"] = {
    one: { outer: "D", d: 1 },
    many: [{ outer: "C", c: 1 }],
    named: {},
    maybe: { outer: "D", d: 2 },
    inner: { inner: "D", d: 3 },
    result: { why: "x" },
  };
  expect(one(deep)).toBe(1);
  // @ts-expect-error within, it is told by another member
  expect(deep.inner.outer).toBeUndefined();
});
