import type { ChannelLike, LocksLike } from "../../src/environment.js";
import { FakeClock } from "./fake-clock.js";
import { FakeStorage } from "./fake-storage.js";
import { FakeWindow } from "./fake-window.js";

/** What a browser has by which its tabs know of each other. */
export type Means = "locks" | "channel" | "neither" | "locks that are refused" | "a channel that throws";

interface Request {
  readonly page: FakeWindow;
  readonly run: () => void;
}

/** As Firefox does where it blocks all storage. */
const refusing = class {
  constructor() {
    throw new DOMException("The operation is insecure.", "SecurityError");
  }
} as unknown as new (
  name: string,
) => ChannelLike;

/** The pages of one browser share a clock, locks and channels. What goes from one to another takes its time. */
export class FakeBrowser {
  readonly clock = new FakeClock();
  /** How long it takes until a lock that was let go of is free. */
  releaseMs = 1;
  /** How long it takes until a question about locks is answered, in the order in which they come. */
  lockMs = 1;
  readonly #means: Means;
  /** For each lock, its holder and those that wait for it. */
  readonly #locks = new Map<string, Request[]>();
  readonly #channels = new Map<ChannelLike, [page: FakeWindow, name: string]>();

  constructor(means: Means = "locks") {
    this.#means = means;
  }

  /** The names of the locks that are held. */
  get locked(): string[] {
    return [...this.#locks].filter(([, requests]) => requests.length > 0).map(([name]) => name);
  }

  /** How many channels are open. */
  get channels(): number {
    return this.#channels.size;
  }

  open(storage: FakeStorage = new FakeStorage()): FakeWindow {
    const page = new FakeWindow(storage, this.clock);
    if (this.#means === "locks") page.navigator = { locks: this.#locksOf(page) };
    if (this.#means === "locks that are refused") {
      const refuse = () => Promise.reject(new Error("SecurityError"));
      page.navigator = { locks: { request: refuse, query: refuse } };
    }
    if (this.#means === "channel") page.BroadcastChannel = this.#channelOf(page);
    if (this.#means === "a channel that throws") page.BroadcastChannel = refusing;
    return page;
  }

  /** Another tab with what this one has stored, as by Duplicate or `window.open`. */
  copy(page: FakeWindow): FakeWindow {
    return this.open(page.sessionStorage?.reload());
  }

  /** The same tab after the page has died. */
  reload(page: FakeWindow): FakeWindow {
    page.isGone = true;
    for (const requests of this.#locks.values()) {
      for (const request of requests.filter((request) => request.page === page))
        this.#free(requests, request);
    }
    for (const [channel, [owner]] of this.#channels) if (owner === page) channel.close();
    const next = this.copy(page);
    next.navigation = "reload";
    return next;
  }

  /** Lets time pass, and promises be settled meanwhile. */
  async pass(ms: number): Promise<void> {
    for (let i = 0; i < ms; i++) {
      this.clock.advance(1);
      for (let turns = 0; turns < 5; turns++) await null;
    }
  }

  #locksOf(page: FakeWindow): LocksLike {
    return {
      request: (name, { signal }, run) =>
        new Promise((resolve, reject) => {
          const requests = this.#locks.get(name) ?? [];
          this.#locks.set(name, requests);
          let isGranted = false;
          const request: Request = {
            page,
            run: () => {
              if (page.isGone) return;
              isGranted = true;
              run().then((value) => {
                this.#free(requests, request);
                resolve(value);
              }, reject);
            },
          };
          signal.addEventListener("abort", () => {
            if (isGranted) return;
            this.#free(requests, request);
            reject(signal.reason);
          });
          if (requests.push(request) === 1) this.clock.set(request.run, this.lockMs);
        }),
      query: () => new Promise((resolve) => this.clock.set(() => resolve(undefined), this.lockMs)),
    };
  }

  #free(requests: Request[], request: Request): void {
    this.clock.set(() => {
      const place = requests.indexOf(request);
      if (place >= 0) requests.splice(place, 1);
      if (place === 0) requests[0]?.run();
    }, this.releaseMs);
  }

  #channelOf(page: FakeWindow): new (name: string) => ChannelLike {
    const [channels, clock] = [this.#channels, this.clock];
    return class implements ChannelLike {
      onmessage: ChannelLike["onmessage"] = null;
      constructor(name: string) {
        channels.set(this, [page, name]);
      }
      postMessage(data: number): void {
        const [, name] = channels.get(this) ?? [];
        if (!name) throw new Error("InvalidStateError");
        const others = [...channels].filter(([other, [, theirs]]) => other !== this && theirs === name);
        for (const [other, [owner]] of others) {
          clock.set(() => {
            if (!owner.isGone && channels.has(other)) other.onmessage?.({ data } as MessageEvent);
          }, 1);
        }
      }
      close(): void {
        channels.delete(this);
      }
    };
  }
}
