/** The part of `WebSocket` that the module uses. */
export type WebSocketLike = Pick<WebSocket, "onopen" | "onmessage" | "onclose" | "send" | "close">;

/** The part of `Storage` that the module uses. As with a browser's, the items' keys are its own enumerable ones. */
export type StorageLike = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** The part of `LockManager` that the module uses. */
export interface LocksLike {
  request(
    name: string,
    options: { readonly signal: AbortSignal },
    run: () => Promise<unknown>,
  ): Promise<unknown>;
  query(): Promise<unknown>;
}

/** The part of `BroadcastChannel` that the module uses. */
export interface ChannelLike {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: number): void;
  close(): void;
}

/** The part of any `Window` of the tab that the module uses; it has those of its frames in it, by their index. */
export interface WindowLike {
  /** How many frames it has. */
  readonly length?: number;
  /** Throws where the window is of another origin. */
  dispatchEvent?(event: Event): boolean;
}

/**
 * The part of `window` that the module uses, so that tests can give their own. What is optional is missing in a worker,
 * in an older browser or in jsdom, and done without.
 */
export interface Environment extends WindowLike {
  readonly WebSocket: new (url: string, protocol: string) => WebSocketLike;
  /** Throws, or is undefined or null, where storage is blocked, and in a worker. */
  readonly sessionStorage?: StorageLike | null | undefined;
  /** Without `locks` in a page that is not secure, and in browsers of before 2022. */
  readonly navigator?: { readonly locks?: LocksLike | undefined } | undefined;
  readonly BroadcastChannel?: (new (name: string) => ChannelLike) | undefined;
  /** What a relative address is resolved against, if there is no document. */
  readonly location?: { readonly href: string } | undefined;
  readonly document?: { readonly hidden: boolean; readonly baseURI: string } | undefined;
  /** The window that all frames of the tab are in. */
  readonly top?: WindowLike | null | undefined;
  /** The wall clock, in milliseconds since 1970. */
  readonly Date: { now(): number };
  /** A clock that only runs forward, in milliseconds, and how the document came to be. */
  readonly performance: {
    now(): number;
    getEntriesByType?(type: "navigation"): ReadonlyArray<{ readonly type?: string }>;
  };
  readonly Math: { random(): number };
  setTimeout(run: () => void, ms?: number): unknown;
  clearTimeout(timer: unknown): void;
  /** Asks what the address of a view answers to a plain request. */
  readonly fetch?: ((url: string, options: RequestInit) => Promise<{ readonly status: number }>) | undefined;
  /** Listens to `online`, `pagehide`, `pageshow`, `resume` and `visibilitychange`, and to the question whether a name is taken. */
  addEventListener?(
    type: string,
    run: (event: { readonly type: string; preventDefault(): void }) => void,
    options: { readonly signal: AbortSignal; readonly capture: boolean },
  ): void;
}
