import { type ConnectOptions, connect, type LiveView } from "under-test";
import { expect, expectTypeOf, test } from "vitest";
import { FakeWindow } from "./support/fake-window.js";

interface Board {
  readonly cards: readonly string[];
}

interface Add {
  readonly card: string;
}

interface BoardView {
  render: Board;
  events: { add: [Add, { id: number }]; clear: [null, undefined] };
}

const environment = new FakeWindow();

// What stands here is compiled, by npm run check; only the last test of this file sends something.
const typed = () =>
  connect<BoardView>("/live", {
    view: "board",
    onRender: (data) => expectTypeOf(data).toEqualTypeOf<Board>(),
    environment,
  });

test("a typed view's events have their data and their replies", () => {
  const uses = (view: LiveView<BoardView>) => {
    expectTypeOf(view.send("add", { card: "a" })).toEqualTypeOf<Promise<{ id: number } | undefined>>();
    expectTypeOf(view.send("clear")).toEqualTypeOf<Promise<undefined>>();
    view.send("add", { card: "a" }, { volatile: true });
    // @ts-expect-error there is no such event
    view.send("remove");
    // @ts-expect-error the data is of another type
    view.send("add", { card: 1 });
    // @ts-expect-error the data is missing
    view.send("add");
    // @ts-expect-error no such option
    view.send("clear", null, { fast: true });
  };
  expectTypeOf(uses).toBeFunction();
});

test("a typed view's render cannot be drawn as something else", () => {
  const options: ConnectOptions<BoardView> = {
    view: "board",
    // @ts-expect-error a board has no rows
    onRender: ({ rows }) => rows,
  };
  expect(options.view).toBe("board");
});

test("a typed view's pushes have their names and data", () => {
  type Pushing = BoardView & { pushes: { toast: { text: string }; ring: null } };
  const options: ConnectOptions<Pushing> = {
    view: "board",
    onPush(name, data) {
      expectTypeOf(name).toEqualTypeOf<"toast" | "ring">();
      if (name === "toast") expectTypeOf(data).toEqualTypeOf<{ text: string }>();
    },
  };
  expectTypeOf<Parameters<NonNullable<ConnectOptions["onPush"]>>>().toEqualTypeOf<
    [name: string, data: unknown]
  >();
  expect(options.view).toBe("board");
});

test("of an untyped view, any event may be sent, and nothing is known", () => {
  const uses = (view: LiveView, options: ConnectOptions) => {
    expectTypeOf(view.send("any")).toEqualTypeOf<Promise<unknown>>();
    view.send("any", { a: 1 }, { volatile: true });
    expectTypeOf<Parameters<NonNullable<typeof options.onRender>>[0]>().toEqualTypeOf<unknown>();
    expectTypeOf(connect("/live", options)).toEqualTypeOf<LiveView>();
  };
  expectTypeOf(uses).toBeFunction();
});

test("what is typed is sent as what is not", async () => {
  const view = typed();
  environment.socket.open();
  environment.socket.receive({
    t: "joined",
    sid: "0".repeat(22),
    gen: 1,
    outcome: "new",
    seen: 0,
    data: { cards: [] },
  });
  const reply = view.send("add", { card: "a" });
  environment.socket.receive({ t: "done", n: 1, reply: { id: 7 } });
  expect(await reply).toEqual({ id: 7 });
});
