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
}

/** The part of `BroadcastChannel` that the module uses. */
export interface ChannelLike {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: number): void;
  close(): void;
}

/** The part of `window` that the module uses, so that tests can give their own. */
export interface Environment {
  readonly WebSocket: new (url: string, protocol: string) => WebSocketLike;
  /** Throws, or is undefined, where storage is blocked. */
  readonly sessionStorage: StorageLike | undefined;
  /** Without `locks` in a page that is not secure, and in browsers of before 2022. */
  readonly navigator?: { readonly locks?: LocksLike | undefined } | undefined;
  readonly BroadcastChannel?: (new (name: string) => ChannelLike) | undefined;
  readonly location: { readonly href: string };
  readonly document: { readonly hidden: boolean };
  /** The wall clock, in milliseconds since 1970. */
  readonly Date: { now(): number };
  /** A clock that only runs forward, in milliseconds, and how the document came to be. */
  readonly performance: {
    readonly timeOrigin: number;
    now(): number;
    getEntriesByType(type: "navigation"): ReadonlyArray<{ readonly type?: string }>;
  };
  readonly Math: { random(): number };
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  /** Listens to `online`, `pagehide`, `pageshow`, `resume` and `visibilitychange`. */
  addEventListener(
    type: string,
    run: (event: { readonly type: string }) => void,
    options: { readonly signal: AbortSignal; readonly capture: boolean },
  ): void;
  /** Takes an error that a callback of the application threw. */
  reportError(error: unknown): void;
}
