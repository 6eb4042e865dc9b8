import type { Environment, WindowLike } from "../../src/environment.js";
import { FakeClock } from "./fake-clock.js";
import { FakeSocket } from "./fake-socket.js";
import { FakeStorage } from "./fake-storage.js";

/** A browser's window, as far as the module uses it. */
export class FakeWindow implements Environment {
  readonly clock: FakeClock;
  readonly sockets: FakeSocket[] = [];
  readonly errors: unknown[] = [];
  document: { hidden: boolean; baseURI: string } | undefined = {
    hidden: false,
    baseURI: "https://example.test/shop/page?x=1#top",
  };
  location: Environment["location"] = { href: "https://example.test/shop/page?x=1#top" };
  readonly WebSocket: Environment["WebSocket"];
  readonly Date = { now: (): number => this.clock.now };
  readonly Math = { random: (): number => this.random };
  performance: Environment["performance"];
  /** What `Math.random` says. */
  random = 0.5;
  /** The type of the navigation that led here. */
  navigation = "navigate";
  sessionStorage: FakeStorage | null | undefined;
  /** By default the browser has neither locks nor channels, and a tab cannot tell whether it is a copy. */
  navigator: Environment["navigator"];
  BroadcastChannel: Environment["BroadcastChannel"];
  /** Whether the page has died: its timers have, too. */
  isGone = false;
  /** Whether `addEventListener` ignores `signal`, as zone.js 0.11 and 0.13 do. */
  dropsSignal = false;
  /** The window that all frames of its tab are in. */
  top: WindowLike | undefined;
  fetch: Environment["fetch"];
  readonly #events = new EventTarget();
  #listeners = 0;

  constructor(storage: FakeStorage | undefined = new FakeStorage(), clock: FakeClock = new FakeClock()) {
    this.sessionStorage = storage;
    this.clock = clock;
    const { sockets } = this;
    this.WebSocket = class extends FakeSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol);
        sockets.push(this);
      }
    };
    this.performance = {
      now: () => clock.elapsed,
      getEntriesByType: () => [{ type: this.navigation }],
    };
  }

  get socket(): FakeSocket {
    const last = this.sockets.at(-1);
    if (!last) throw new Error("no socket was opened");
    return last;
  }

  /** How many listeners are registered. */
  get listeners(): number {
    return this.#listeners;
  }

  readonly setTimeout = (run: () => void, ms: number): unknown =>
    this.clock.set(() => this.isGone || (ms ? run() : this.#report(run)), ms);

  readonly clearTimeout = (timer: unknown): void => this.clock.clear(timer as number);

  addEventListener(...[type, run, options]: Parameters<NonNullable<Environment["addEventListener"]>>): void {
    if (this.dropsSignal) {
      this.#events.addEventListener(type, run);
      return;
    }
    this.#listeners++;
    options.signal.addEventListener("abort", () => this.#listeners--);
    this.#events.addEventListener(type, run, options);
  }

  dispatchEvent(event: Event): boolean {
    return this.#events.dispatchEvent(event);
  }

  /** Takes what a timer throws, as a browser does; only those that are due at once throw on purpose. */
  #report(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.errors.push(error);
    }
  }

  dispatch(type: string): void {
    this.#events.dispatchEvent(new Event(type));
  }

  hide(): void {
    if (this.document) this.document.hidden = true;
    this.dispatch("visibilitychange");
  }

  show(): void {
    if (this.document) this.document.hidden = false;
    this.dispatch("visibilitychange");
  }

  /** The same tab after a reload: a new page on what the old one has stored. */
  reload(): FakeWindow {
    const window = new FakeWindow(this.sessionStorage?.reload(), new FakeClock());
    window.clock.elapsed = this.clock.elapsed;
    window.navigation = "reload";
    return window;
  }
}
