import {
  type ConnectOptions,
  connect,
  LiveStashError,
  type LiveView,
  type Status,
  type UntypedView,
  type ViewTypes,
  type Waiting,
} from "@livestash/client";

/** What a page shows of a view. */
export interface Live<V extends ViewTypes = UntypedView> {
  /** What the view rendered last; undefined before its first render. */
  readonly data: V["render"] | undefined;
  readonly status: Status;
  /** With `waiting`: why, and until when. */
  readonly waiting: Waiting | undefined;
}

/** What is shown before the first connection, and by a server that renders pages. */
export const START = { status: "connecting" } as Live<never>;

/** A view that is connected as long as somebody watches it, so that it can be made where a module is loaded. */
export interface LiveStore<V extends ViewTypes = UntypedView> {
  /** What is to be shown now: the same object until something changes. */
  get(): Live<V>;
  /**
   * Connects, if nobody has watched so far; the returned function closes when nobody watches any more. What `changed` throws is a
   * rejection that nobody handles, and keeps nobody else from being told.
   */
  subscribe(changed: () => void): () => void;
  /** Sends an event, as `LiveView.send` does. Rejected with `closed` while nobody watches. */
  readonly send: LiveView<V>["send"];
  /**
   * Erases what the tab has stored, as `LiveView.forget` does, also while nobody watches. Where another view of this name is live
   * in the tab, what that one has stored is for its own `forget`. For a logout.
   */
  forget(): void;
  /** The connected view, for `retry`; undefined while nobody watches. */
  readonly view: LiveView<V> | undefined;
}

/** Does nothing before the first `subscribe`, and not even then where there is no document, as on a server that renders pages. */
export function liveStore<V extends ViewTypes = UntypedView>(
  url: string | URL,
  options: ConnectOptions<V>,
): LiveStore<V> {
  const watchers = new Set<() => void>();
  let view: LiveView<V> | undefined;
  let now: Live<V> = START;

  const change = (part: Partial<Live<V>>) => {
    now = { ...now, ...part };
    watchers.forEach(async (changed) => changed());
  };
  const open = () => {
    if (!(options.environment ?? globalThis).document) return;
    // Also if it was closed meanwhile.
    change(START);
    view = connect(url, {
      ...options,
      onRender(data, seen) {
        change({ data });
        options.onRender?.(data, seen);
      },
      onStatus(status, waiting, reason) {
        change({ status, waiting });
        options.onStatus?.(status, waiting, reason);
      },
    });
  };
  return {
    get: () => now,
    get view() {
      return watchers.size ? view : undefined;
    },
    send(name, ...args) {
      // One that is closed refuses it, and is not heard where nobody asks.
      if (view) return view.send(name, ...args);
      const refused = Promise.reject(new LiveStashError("closed", name));
      refused.catch(() => {});
      return refused;
    },
    forget() {
      // What the page before this one has stored is a view's to erase. One that is live has it for itself.
      if (!view) open();
      view?.forget();
    },
    subscribe(changed) {
      // A function of its own, as the same one may watch twice.
      const watcher = () => changed();
      if (!watchers.size) open();
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
        if (!watchers.size) view?.close();
      };
    },
  };
}
