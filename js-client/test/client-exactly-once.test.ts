import { expect, test } from "vitest";
import { FakeBrowser } from "./support/fake-browser.js";
import { FakeServer } from "./support/fake-server.js";
import type { FakeSocket } from "./support/fake-socket.js";
import type { FakeWindow } from "./support/fake-window.js";
import { randomFrom } from "./support/random.js";
import { Tab } from "./support/tab.js";

/** A tab with a slow line to the server, on which each frame waits until it is let through. */
class Seat {
  readonly name: string;
  readonly sent: string[] = [];
  /** The one that it was copied from. */
  readonly parent: Seat | undefined;
  tab: Tab;
  line: (() => void)[] = [];
  attached: FakeSocket | undefined;

  constructor(name: string, window: FakeWindow, parent?: Seat) {
    this.name = name;
    this.parent = parent;
    this.tab = new Tab({}, window);
  }

  send(): void {
    const name = `${this.name}${this.sent.length}`;
    this.sent.push(name);
    this.tab.send(name);
  }

  deliver(frames: number): void {
    for (const frame of this.line.splice(0, frames)) frame();
  }
}

/** A browser with a tab and, in time, copies of it, and their server. */
class World {
  readonly browser = new FakeBrowser();
  readonly server = new FakeServer();
  readonly seats = [new Seat("a", this.browser.open())];
  readonly random: () => number;
  readonly maxSeats: number;

  constructor(random: () => number, maxSeats: number) {
    this.random = random;
    this.maxSeats = maxSeats;
  }

  pick(below: number): number {
    return Math.floor(this.random() * below);
  }

  /** The handshake is done. */
  open(seat: Seat): void {
    const { socket } = seat.tab;
    if (seat.attached === socket || socket.isClosed) return;
    seat.attached = socket;
    seat.line = [];
    this.server.attach(socket, (frame) => seat.line.push(frame));
  }

  /** The same, and the tab knows whether it is a copy. */
  async attach(seat: Seat): Promise<void> {
    this.open(seat);
    await this.browser.pass(3);
    if (seat.tab.socket.sent.length === 0) await this.browser.pass(500);
  }

  cut(seat: Seat): void {
    this.browser.clock.advance(this.pick(2) * 6_000);
    seat.line = [];
    seat.tab.socket.cut();
    this.wait(seat);
  }

  wait(seat: Seat): void {
    while (seat.tab.view.status === "waiting") this.browser.clock.runNext();
  }

  crash(): void {
    this.server.crash();
    for (const seat of this.seats) this.cut(seat);
  }

  reload(seat: Seat): void {
    seat.line = [];
    seat.tab = new Tab({}, this.browser.reload(seat.tab.window));
  }

  die(seat: Seat): void {
    seat.tab.window.sessionStorage?.dieAfter(this.pick(6));
    seat.deliver(4);
    this.reload(seat);
  }

  async putAway(seat: Seat): Promise<void> {
    seat.tab.window.dispatch("pagehide");
    await this.browser.pass(3);
    seat.tab.window.dispatch("pageshow");
  }

  /** Copies a tab that has something to be copied and holds its instance; else the copy would be the original. */
  async copy(seat: Seat): Promise<void> {
    await this.attach(seat);
    const { storage, window, socket } = seat.tab;
    const isHeld = storage["livestash:cart:now"] && socket.sent.length > 0 && !socket.isClosed;
    if (this.seats.length === this.maxSeats || !isHeld) return;
    const copy = new Seat("bcd"[this.seats.length - 1] ?? "", this.browser.copy(window), seat);
    this.seats.push(copy);
    await this.attach(copy);
  }

  async step(): Promise<void> {
    const seat = this.seats[this.pick(this.seats.length)];
    if (!seat) return;
    const steps = [
      () => seat.send(),
      () => this.attach(seat),
      () => this.attach(seat),
      () => seat.deliver(1 + this.pick(6)),
      () => seat.deliver(1 + this.pick(6)),
      () => this.cut(seat),
      () => this.crash(),
      () => this.reload(seat),
      () => this.die(seat),
      () => this.putAway(seat),
      () => this.copy(seat),
    ];
    await steps[this.pick(steps.length)]?.();
  }

  async settle(): Promise<void> {
    for (let i = 0; i < 1_000; i++) {
      await this.browser.pass(1);
      this.browser.clock.advance(50);
      for (const seat of this.seats) {
        this.open(seat);
        seat.deliver(1_000);
      }
    }
  }

  handled(seat: Seat): string[] {
    return this.server.handled(seat.tab.arrivals.at(-1)?.sid ?? "");
  }
}

/** What a state must be: what its tab was told, after what the one that it was copied from had been told by then. */
function expected(world: World, seat: Seat): string[] {
  const inherited = world.handled(seat).length - seat.sent.length;
  return [...(seat.parent ? expected(world, seat.parent).slice(0, inherited) : []), ...seat.sent];
}

test.each([
  ["a tab", 1, 300],
  ["copied tabs", 4, 300],
])(
  "every event is in the state exactly once and in order, whatever happens in between: %s",
  async (_, maxSeats, seeds) => {
    let copies = 0;
    let length = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const world = new World(randomFrom(seed), maxSeats);
      for (let step = 0; step < 60; step++) await world.step();
      await world.settle();
      const { faults } = world.server;
      expect({ seed, faults, handled: world.seats.map((seat) => world.handled(seat)) }).toEqual({
        seed,
        faults: [],
        handled: world.seats.map((seat) => expected(world, seat)),
      });
      copies += world.seats.length - 1;
      length += world.seats.reduce((sum, { sent }) => sum + sent.length, 0);
    }
    expect(length).toBeGreaterThan(1_000);
    if (maxSeats > 1) expect(copies).toBeGreaterThan(seeds / 2);
  },
  60_000,
);
