import { type Arrival, type ConnectOptions, connect, type LiveView, type Snapshot } from "under-test";
import type { FakeSocket } from "./fake-socket.js";
import { FakeWindow } from "./fake-window.js";

export const SID = "fJ1mZ0qYp3wX7kT9aB2cDQ";
export const OTHER_SID = "0000000000000000000000";

/** A page that shows one view, and what it was told. */
export class Tab {
  readonly window: FakeWindow;
  readonly view: LiveView;
  /** Everything that the page was told, in order. */
  readonly told: string[] = [];
  readonly arrivals: Arrival[] = [];
  readonly snapshots: Snapshot[] = [];

  constructor(options: Partial<ConnectOptions> = {}, window: FakeWindow = new FakeWindow()) {
    this.window = window;
    this.view = connect("/live", {
      view: "cart",
      onStatus: (status) => this.told.push(status),
      onJoined: (arrival) => {
        this.told.push(`joined ${arrival.outcome}`);
        this.arrivals.push(arrival);
      },
      onRender: (data) => this.told.push(`render ${JSON.stringify(data)}`),
      onSnapshot: (snapshot) => {
        this.told.push(`snapshot ${snapshot.stored}`);
        this.snapshots.push(snapshot);
      },
      environment: window,
      ...options,
    });
  }

  get socket(): FakeSocket {
    return this.window.socket;
  }

  get statuses(): string[] {
    return this.told.filter((word) => !word.includes(" "));
  }

  get storage(): Record<string, string> {
    return this.window.sessionStorage?.items ?? {};
  }

  /** Sends an event whose promise need not be waited for. */
  send(...event: Parameters<LiveView["send"]>): ReturnType<LiveView["send"]> {
    const promise = this.view.send(...event);
    promise.catch(() => {});
    return promise;
  }

  /** Opens the current socket and answers its join. */
  join(answer: object = {}): this {
    this.socket.open();
    this.socket.receive({ t: "joined", sid: SID, gen: 1, outcome: "new", seen: 0, data: null, ...answer });
    return this;
  }

  keep(gen: number, seq: number, seen: number, more: object = {}): void {
    this.socket.receive({ t: "keep", gen, seq, seen, bytes: 100, token: `token-${gen}-${seq}`, ...more });
  }

  done(...numbers: number[]): void {
    for (const n of numbers) this.socket.receive({ t: "done", n });
  }

  /** Loses the connection after it was live for long enough to count as stable. */
  cutLater(code?: number): void {
    this.window.clock.advance(6_000);
    this.socket.cut(code);
  }
}

/** An event frame as it is sent at once. */
export function event(n: number, name: string, more: object = {}): object {
  return {
    t: "event",
    n,
    name,
    data: null,
    age: 0,
    try: 1,
    ...more,
  };
}

/** How a promise stands: `open`, `resolved 5`, `rejected full`. */
export async function stateOf(promise: Promise<unknown>): Promise<string> {
  let state = "open";
  promise.then(
    (value) => {
      state = `resolved ${JSON.stringify(value)}`;
    },
    (error) => {
      state = `rejected ${error.code ?? error}`;
    },
  );
  await new Promise(setImmediate);
  return state;
}
