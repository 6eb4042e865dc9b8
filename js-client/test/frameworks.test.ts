// @vitest-environment jsdom
import { act, createElement, lazy, StrictMode, Suspense } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { get } from "svelte/store";
import { connect } from "under-test";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createApp, createSSRApp, h, nextTick, shallowRef } from "vue";
import { renderToString as renderVue } from "vue/server-renderer";
import * as react from "../src/react.js";
import * as svelte from "../src/svelte.js";
import { type FakeServer, fakeServer } from "../src/testing.js";
import * as vue from "../src/vue.js";

interface Cart {
  render: { readonly items: readonly string[]; readonly total: number };
  events: { add: [string, number] };
}

/** What Vue has for bundlers' plugins. */
interface HotVue {
  createRecord(id: string, component: object): boolean;
  reload(id: string, component: object): void;
}

/** The store of the cart, as a module makes it that is loaded anew. */
const liveOf = ({ environment }: FakeServer) =>
  react.liveStore<Cart>("/live", { view: "cart", survives: "reconnect", environment });

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
let server: FakeServer;
let store: react.LiveStore<Cart>;
let place: HTMLElement;

beforeEach(() => {
  server = fakeServer();
  store = liveOf(server);
  place = document.createElement("div");
});
afterEach(() => vi.restoreAllMocks());

test("React shows a view under StrictMode, with one connection, and closes it", async () => {
  const warn = vi.spyOn(console, "warn");
  const Show = () => {
    const { data, status } = react.useLive(store);
    return createElement("p", null, `${status} ${data?.items.join()}`);
  };
  const root = createRoot(place);
  await act(() => root.render(createElement(StrictMode, null, createElement(Show), createElement(Show))));
  expect(place.textContent).toBe("connecting undefined".repeat(2));
  await act(() => server.join({ items: ["a"], total: 1 }));
  expect(place.textContent).toBe("live a".repeat(2));
  const reply = store.send("add", "b");
  expect(server.open).toEqual([{ n: 1, name: "add", data: "b" }]);
  await act(() => {
    server.done(2);
    server.render({ items: ["a", "b"], total: 2 });
  });
  expect(await reply).toBe(2);
  expect(place.textContent).toBe("live a,b".repeat(2));
  await act(() => server.drop());
  expect(place.textContent).toContain("waiting a,b");
  const { view } = store;
  await act(() => root.unmount());
  expect([view?.status, store.view]).toEqual(["closed", undefined]);
  expect(warn).not.toHaveBeenCalled();
});

test("React renders only what a selector finds changed, also if it makes new objects", async () => {
  let renders = 0;
  const Total = () => {
    renders++;
    return `${react.useLive(store, ({ data }) => data?.total)}`;
  };
  const Made = () => react.useLive(store, ({ data }) => [data?.total])[0];
  const root = createRoot(place);
  await act(() => root.render([createElement(Total, { key: 1 }), createElement(Made, { key: 2 })]));
  await act(() => server.join({ items: [], total: 1 }));
  const before = renders;
  await act(() => server.render({ items: ["a"], total: 1 }));
  expect(renders).toBe(before);
  await act(() => server.render({ items: ["a"], total: 2 }));
  expect([renders > before, place.textContent]).toEqual([true, "22"]);
  await act(() => root.unmount());
});

test("React goes over to another store, as when a module is replaced, and to its view of the same name", async () => {
  const warn = vi.spyOn(console, "warn");
  const Show = ({ from }: { from: typeof store }) => react.useLive(from, ({ status }) => status);
  const root = createRoot(place);
  await act(() => root.render(createElement(Show, { from: store })));
  const other = fakeServer();
  const next = liveOf(other);
  await act(() => root.render(createElement(Show, { from: next })));
  expect(store.view).toBeUndefined();
  await act(() => other.join({ items: [], total: 0 }));
  expect(place.textContent).toBe("live");
  expect(warn).not.toHaveBeenCalled();
  await act(() => root.unmount());
});

test("a page that is rendered on a server connects nowhere", () => {
  const WebSocket = vi.fn();
  const alone = { ...server.environment, document: undefined, WebSocket };
  const away = react.liveStore("/live", { view: "cart", environment: alone });
  expect(renderToString(createElement(() => react.useLive(away).status))).toBe("connecting");
  expect(get(svelte.live(away)).status).toBe("connecting");
  away.forget();
  expect(away.view).toBeUndefined();
  expect(WebSocket).not.toHaveBeenCalled();
});

test("React hydrates what the server has shown, also after the view has rendered", async () => {
  const problem = vi.spyOn(console, "error");
  const Show = () => {
    const { status } = react.useLive(store);
    const [total] = react.useLive(store, ({ data }) => [data?.total]);
    return createElement(total ? "b" : "p", null, `${status} ${total}`);
  };
  let load = (_loaded: { default: typeof Show }) => {};
  const Late = lazy(() => new Promise<{ default: typeof Show }>((resolve) => (load = resolve)));
  const page = (of: typeof Show | typeof Late) => createElement(Suspense, null, createElement(of));
  place.innerHTML = renderToString(page(Show));
  expect(place.textContent).toBe("connecting undefined");
  const stop = store.subscribe(() => {});
  const onRecoverableError = vi.fn();
  const root = await act(() => hydrateRoot(place, page(Late), { onRecoverableError }));
  await act(() => server.join({ items: [], total: 1 }));
  expect(place.textContent).toBe("connecting undefined");
  await act(async () => load({ default: Show }));
  expect(place.innerHTML).toContain("<b>live 1</b>");
  expect(onRecoverableError).not.toHaveBeenCalled();
  expect(problem).not.toHaveBeenCalled();
  await act(() => root.unmount());
  stop();
});

test("Vue shows a view and what is selected of it, and closes it", async () => {
  let renders = 0;
  const app = createApp({
    setup() {
      // biome-ignore lint/correctness/useHookAtTopLevel: it is Vue's, not React's
      const total = vue.useLive(store, ({ data }) => data?.total);
      return () => {
        renders++;
        return h("p", `${total.value}`);
      };
    },
  });
  app.mount(place);
  server.join({ items: [], total: 1 });
  await nextTick();
  expect(place.textContent).toBe("1");
  const before = renders;
  server.render({ items: ["a"], total: 1 });
  await nextTick();
  expect(renders).toBe(before);
  app.unmount();
  expect(store.view).toBeUndefined();
});

test("Vue selects another part when what selects it changes", async () => {
  const Item = {
    props: ["at"],
    setup(props: { at: number }) {
      // biome-ignore lint/correctness/useHookAtTopLevel: it is Vue's, not React's
      const item = vue.useLive(store, ({ data }) => data?.items[props.at]);
      return () => h("p", `${item.value}`);
    },
  };
  const at = shallowRef(0);
  const app = createApp({ setup: () => () => h(Item, { at: at.value }) });
  app.mount(place);
  server.join({ items: ["a", "b"], total: 1 });
  await nextTick();
  expect(place.textContent).toBe("a");
  at.value = 1;
  await nextTick();
  expect(place.textContent).toBe("b");
  app.unmount();
});

test("Vue hydrates what the server has shown, also after the view has rendered", async () => {
  const warn = vi.spyOn(console, "warn");
  const problem = vi.spyOn(console, "error");
  const page = () =>
    createSSRApp({
      setup() {
        // biome-ignore lint/correctness/useHookAtTopLevel: it is Vue's, not React's
        const total = vue.useLive(store, ({ data }) => data?.total);
        return () => h(total.value ? "b" : "p", `${total.value}`);
      },
    });
  place.innerHTML = await renderVue(page());
  expect(place.innerHTML).toBe("<p>undefined</p>");
  const stop = store.subscribe(() => {});
  server.join({ items: [], total: 1 });
  const app = page();
  app.mount(place);
  await nextTick();
  expect(place.innerHTML).toBe("<b>1</b>");
  expect(warn).not.toHaveBeenCalled();
  expect(problem).not.toHaveBeenCalled();
  app.unmount();
  stop();
});

test("Vue begins with what is known where nothing is hydrated", () => {
  const shown: unknown[] = [];
  const stop = store.subscribe(() => {});
  server.join({ items: [], total: 1 });
  const app = createApp({
    setup() {
      // biome-ignore lint/correctness/useHookAtTopLevel: it is Vue's, not React's
      const total = vue.useLive(store, ({ data }) => data?.total);
      return () => shown.push(total.value);
    },
  });
  app.mount(place);
  app.unmount();
  stop();
  expect(shown).toEqual([1]);
});

test("Vue goes over to another store when its hot replacement reloads a module, and to its view of the same name", async () => {
  const warn = vi.spyOn(console, "warn");
  const other = fakeServer();
  const replaced = liveOf(other);
  const show = (from: typeof store) => ({
    __hmrId: "show",
    setup() {
      // biome-ignore lint/correctness/useHookAtTopLevel: it is Vue's, not React's
      const live = vue.useLive(from);
      return () => h("p", `${live.value.status} ${live.value.data?.items}`);
    },
  });
  const first = show(store);
  // By this global, Vue's compiler has its bundlers' plugins replace a component.
  const { __VUE_HMR_RUNTIME__: hot } = globalThis as unknown as { __VUE_HMR_RUNTIME__: HotVue };
  hot.createRecord("show", first);
  const app = createApp({ render: () => h(first) });
  app.mount(place);
  server.join({ items: ["a"], total: 1 });
  await nextTick();
  expect(place.textContent).toBe("live a");
  hot.reload("show", show(replaced));
  await nextTick();
  expect(store.view).toBeUndefined();
  other.join({ items: ["b"], total: 1 });
  await nextTick();
  expect(place.textContent).toBe("live b");
  expect(warn).not.toHaveBeenCalled();
  app.unmount();
  expect(replaced.view).toBeUndefined();
});

test("Svelte goes over to another store as its hot replacement does, and to its view of the same name", () => {
  const warn = vi.spyOn(console, "warn");
  const other = fakeServer();
  const replaced = liveOf(other);
  const told: unknown[] = [];
  const watch = (from: typeof store) =>
    svelte.live(from).subscribe(({ status, data }) => told.push(`${status} ${data?.items}`));
  const stop = watch(store);
  server.join({ items: ["a"], total: 1 });
  expect(told.at(-1)).toBe("live a");
  // It destroys what the old module has shown, and then shows the new one.
  stop();
  const stopAgain = watch(replaced);
  expect([store.view, told.at(-1)]).toEqual([undefined, "connecting undefined"]);
  other.join({ items: ["b"], total: 1 });
  expect(told.at(-1)).toBe("live b");
  expect(warn).not.toHaveBeenCalled();
  stopAgain();
  expect(replaced.view).toBeUndefined();
});

test("a Svelte store tells what is selected when it changes, and closes with its last subscriber", () => {
  const told: unknown[] = [];
  const total = svelte.live(store, ({ data }) => data?.total);
  const stop = total.subscribe((value) => told.push(value));
  const stopOther = svelte.live(store).subscribe(() => {});
  server.join({ items: [], total: 1 });
  server.render({ items: ["a"], total: 1 });
  server.render({ items: ["a"], total: 2 });
  expect(told).toEqual([undefined, 1, 2]);
  expect(get(total)).toBe(2);
  stop();
  stop();
  expect(store.view?.status).toBe("live");
  stopOther();
  expect(store.view).toBeUndefined();
});

test("a Svelte subscriber that changes the view is shown what it is then", () => {
  const told: string[] = [];
  const stop = svelte
    .live(store, ({ status }) => status)
    .subscribe((status) => {
      told.push(status);
      if (status === "waiting") store.view?.retry();
    });
  server.join({ items: [], total: 1 });
  server.drop();
  server.join({ items: [], total: 1 });
  server.drop();
  expect(told.at(-1)).toBe(store.get().status);
  stop();
});

test("a watcher that throws keeps nobody else from what is new", async () => {
  const unhandled = vi.fn();
  process.on("unhandledRejection", unhandled);
  const rendered = vi.fn();
  const { environment } = server;
  const shown = react.liveStore<Cart>("/live", { view: "cart", environment, onRender: rendered });
  const stopFirst = shown.subscribe(() => {
    throw new Error("no user yet");
  });
  const told = vi.fn();
  const stop = shown.subscribe(told);
  server.join({ items: [], total: 1 });
  expect(told).toHaveBeenCalled();
  expect(rendered).toHaveBeenCalledOnce();
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(unhandled.mock.calls[0]?.[0]).toEqual(new Error("no user yet"));
  process.off("unhandledRejection", unhandled);
  stopFirst();
  stop();
});

test("a Svelte selector that throws at first leaves no connection behind", () => {
  const items = svelte.live(store, ({ data }) => (data as Cart["render"]).items);
  expect(() => items.subscribe(() => {})).toThrow(TypeError);
  expect(store.view).toBeUndefined();
});

test("the fake server sends the page away before it has joined", () => {
  const told: unknown[] = [];
  const { environment } = server;
  const view = connect("/live", { view: "cart", environment, onStatus: (...all) => told.push(all) });
  server.drop(4006, "not on sundays");
  expect(told.at(-1)).toEqual(["refused", undefined, "not on sundays"]);
  expect(view.status).toBe("refused");
});

test("the page is told why it was refused", () => {
  const reasons: unknown[] = [];
  const { environment } = server;
  const stop = react
    .liveStore("/live", { view: "cart", environment, onStatus: (...told) => reasons.push(told[2]) })
    .subscribe(() => {});
  server.join(null);
  server.drop(4006, "not on sundays");
  expect(reasons.at(-1)).toBe("not on sundays");
  stop();
});

test("a store forgets also while nobody watches", () => {
  const environment = { ...server.environment, sessionStorage };
  const cart = { view: "cart", environment };
  const stored = () => Object.keys(sessionStorage).filter((key) => !key.endsWith(":attempt"));
  const before = connect("/live", cart);
  void before.send("add", "a");
  before.close();
  expect(stored()).toContain("livestash:cart:e1");
  const kept = react.liveStore<Cart>("/live", cart);
  kept.forget();
  expect([kept.view, kept.get().status, stored()]).toEqual([undefined, "closed", []]);

  const stop = kept.subscribe(() => {});
  void kept.send("add", "b");
  stop();
  expect(stored()).toContain("livestash:cart:e1");
  kept.forget();
  expect(stored()).toEqual([]);

  const stopAgain = kept.subscribe(() => {});
  server.join({ items: [], total: 0 });
  expect(kept.get().status).toBe("live");
  kept.forget();
  expect(kept.view?.status).toBe("closed");
  stopAgain();
});

test("an event is refused in silence before the first watcher", async () => {
  const unheard = vi.fn();
  process.on("unhandledRejection", unheard);
  const refused = store.send("add", "a");
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off("unhandledRejection", unheard);
  expect(unheard).not.toHaveBeenCalled();
  await expect(refused).rejects.toMatchObject({ code: "closed" });
});

test("an event is refused in silence after the last watcher, whose callback may watch again", async () => {
  const unheard = vi.fn();
  process.on("unhandledRejection", unheard);
  let stopAgain = () => {};
  const again = react.liveStore("/live", {
    view: "cart",
    environment: server.environment,
    onStatus: (status) => {
      if (status === "closed" && !again.view) stopAgain = again.subscribe(() => {});
    },
  });
  again.subscribe(() => {})();
  expect(again.view?.status).toBe("connecting");
  stopAgain();
  again.view?.close();
  void again.send("add");
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off("unhandledRejection", unheard);
  expect(unheard).not.toHaveBeenCalled();
});

test("the fake server is still there after the page has asked for it", async () => {
  vi.useFakeTimers();
  const view = connect("/live", { view: "cart", environment: server.environment });
  server.join(null);
  view.retry();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(view.status).toBe("live");
  view.close();
  vi.useRealTimers();
});

test("an event is refused while nobody watches, and a store that is watched again is connecting", async () => {
  await expect(store.send("add", "a")).rejects.toMatchObject({ code: "closed", event: "add" });
  store.subscribe(() => {})();
  expect(store.get().status).toBe("closed");
  const stop = store.subscribe(() => {});
  expect(store.get().status).toBe("connecting");
  stop();
});

test("the fake server refuses an event, drops the tab, and has what was not answered sent again", async () => {
  const view = connect("/live", { view: "cart", environment: server.environment });
  expect(() => server.done()).toThrow("No event is open");
  server.join(null);
  const failed = view.send("add", "a");
  server.fail("failed");
  await expect(failed).rejects.toMatchObject({ code: "failed" });
  const reply = view.send("add", "b");
  server.drop();
  expect(() => server.render(null)).toThrow("no connection");
  view.retry();
  server.join(null);
  expect(server.open).toEqual([{ n: 2, name: "add", data: "b" }]);
  server.done(5);
  expect(await reply).toBe(5);
  view.close();
});
