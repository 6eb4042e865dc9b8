import type { Environment, ErrorCode, Json, WebSocketLike } from "@livestash/client";

/** An event that the page has sent. */
export interface SentEvent {
  readonly n: number;
  readonly name: string;
  readonly data: Json;
}

/**
 * A server for unit tests of pages, without a network: the test says what it does. It answers nothing by itself, stores
 * nothing, and its clocks are the test's, which may fake them.
 */
export interface FakeServer {
  /** To be given to `connect`. */
  readonly environment: Environment;
  /** The events of this connection that are not answered, the oldest first. */
  readonly open: readonly SentEvent[];
  /** Takes the tab in, and renders this. */
  join(data: unknown): void;
  render(data: unknown): void;
  /** Tells the page what is no state. */
  push(name: string, data: unknown): void;
  /** Answers the oldest open event. */
  done(reply?: unknown): void;
  /** Refuses the oldest open event: `failed`, `unknown`, `invalid`, … */
  fail(error: ErrorCode): void;
  /**
   * Ends the connection, by default as a network does that breaks. The view comes back by itself, or with its `retry`; not
   * after the code 4006, by which the application sends it away for this reason.
   */
  drop(code?: number, reason?: string): void;
}

/** @throws Error by its functions, if the page is not where they need it */
export function fakeServer(): FakeServer {
  let socket: Socket | undefined;
  let seen = 0;
  let gen = 0;
  let open: SentEvent[] = [];

  class Socket implements WebSocketLike {
    isOpen = false;
    onopen: WebSocketLike["onopen"] = null;
    onmessage: WebSocketLike["onmessage"] = null;
    onclose: WebSocketLike["onclose"] = null;

    constructor() {
      socket = this;
      open = [];
    }
    send(text: string): void {
      const frame = JSON.parse(text);
      if (frame.t === "event") open.push({ n: frame.n, name: frame.name, data: frame.data });
      if (frame.t === "ping") this.receive({ t: "pong" });
    }
    close(): void {
      if (socket === this) socket = undefined;
    }
    /** The handshake is done. */
    opens(): void {
      if (this.isOpen) return;
      this.isOpen = true;
      this.onopen?.call(this as never, {} as Event);
    }
    receive(frame: object): void {
      this.onmessage?.call(this as never, { data: JSON.stringify(frame) } as MessageEvent);
    }
  }

  const connected = () => {
    if (!socket)
      throw new Error("The page has no connection: call connect, or the view's retry, before this.");
    return socket;
  };
  const answer = (more: object) => {
    const [event] = open;
    if (!event) throw new Error("No event is open: have the page send one before this.");
    open = open.slice(1);
    seen = Math.max(seen, event.n);
    connected().receive({ t: "done", n: event.n, ...more });
  };
  const page = globalThis;
  return {
    environment: {
      WebSocket: Socket,
      // Node has none.
      location: page.location ?? { href: "http://localhost/" },
      document: page.document,
      Date: page.Date,
      performance: { now: () => page.performance.now() },
      Math: page.Math,
      setTimeout: (run, ms) => page.setTimeout(run, ms),
      clearTimeout: (timer) => page.clearTimeout(timer as number),
      // Node has none.
      addEventListener: (...listener) => page.addEventListener?.(...listener),
      dispatchEvent: (event) => page.dispatchEvent?.(event) ?? true,
    },
    get open() {
      return open;
    },
    join(data) {
      const here = connected();
      here.opens();
      const outcome = gen++ ? "adopted" : "new";
      here.receive({ t: "joined", sid: "fake-fake-fake-fake-fa", gen, outcome, seen, data });
    },
    render: (data) => connected().receive({ t: "render", seen, data }),
    push: (name, data) => connected().receive({ t: "push", name, data }),
    done: (reply) => answer({ reply }),
    fail: (error) => answer({ error }),
    drop(code = 1006, reason = "") {
      const here = connected();
      // A network that breaks may do so before; a server that says why does not.
      if (code !== 1006) here.opens();
      here.onclose?.call(here as never, { code, reason } as CloseEvent);
    },
  };
}
