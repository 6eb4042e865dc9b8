import { expect, test } from "vitest";
import { FakeServer } from "./support/fake-server.js";
import type { FakeSocket } from "./support/fake-socket.js";
import { Tab } from "./support/tab.js";

/** A small generator of random numbers (mulberry32), so that a run that fails can be run again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A tab and a server with a slow line between them, on which each frame waits until it is let through. */
class World {
  readonly server = new FakeServer();
  readonly sent: string[] = [];
  tab = new Tab();
  #line: (() => void)[] = [];
  #attached: FakeSocket | undefined;

  readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  pick(below: number): number {
    return Math.floor(this.random() * below);
  }

  send(): void {
    const name = `x${this.sent.length}`;
    this.sent.push(name);
    this.tab.send(name);
  }

  /** The handshake is done. */
  attach(): void {
    const { socket } = this.tab;
    if (this.#attached === socket || socket.isClosed) return;
    this.#attached = socket;
    this.#line = [];
    this.server.attach(socket, (frame) => this.#line.push(frame));
  }

  deliver(frames: number): void {
    for (const frame of this.#line.splice(0, frames)) frame();
  }

  cut(): void {
    this.tab.window.clock.advance(this.pick(2) * 6_000);
    this.#line = [];
    this.tab.socket.cut();
    if (this.tab.view.status === "waiting") this.tab.window.clock.runNext();
  }

  crash(): void {
    this.server.crash();
    this.cut();
  }

  reload(): void {
    this.#line = [];
    this.tab = new Tab({}, this.tab.window.reload());
  }

  die(): void {
    this.tab.window.sessionStorage?.dieAfter(this.pick(6));
    this.deliver(4);
    this.reload();
  }

  step(): void {
    const steps = [
      () => this.send(),
      () => this.attach(),
      () => this.attach(),
      () => this.deliver(1 + this.pick(6)),
      () => this.deliver(1 + this.pick(6)),
      () => this.cut(),
      () => this.crash(),
      () => this.reload(),
      () => this.die(),
    ];
    steps[this.pick(steps.length)]?.();
  }

  settle(): void {
    for (let i = 0; i < 50; i++) {
      if (this.tab.view.status === "waiting") this.tab.window.clock.runNext();
      this.attach();
      this.deliver(1_000);
    }
  }
}

test("every event is in the state exactly once and in order, whatever happens in between", () => {
  let lengths = 0;
  for (let seed = 1; seed <= 500; seed++) {
    const world = new World(randomFrom(seed));
    for (let step = 0; step < 60; step++) world.step();
    world.settle();
    expect({ seed, faults: world.server.faults, handled: world.server.handled }).toEqual({
      seed,
      faults: [],
      handled: world.sent,
    });
    lengths += world.sent.length;
  }
  expect(lengths).toBeGreaterThan(2_000);
});
