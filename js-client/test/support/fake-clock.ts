interface Timer {
  readonly due: number;
  readonly run: () => unknown;
}

/** A clock that stands still until it is told to run. */
export class FakeClock {
  /** Milliseconds since the page was loaded. */
  elapsed = 0;
  /** The wall clock at that time. */
  readonly epoch = 1_795_000_000_000;
  #timers = new Map<number, Timer>();
  #last = 0;

  get now(): number {
    return this.epoch + this.elapsed;
  }

  /** The delays after which the next timers are due. */
  get delays(): number[] {
    return [...this.#timers.values()].map(({ due }) => due - this.elapsed).sort((a, b) => a - b);
  }

  set(run: () => unknown, ms = 0): number {
    this.#timers.set(++this.#last, { due: this.elapsed + ms, run });
    return this.#last;
  }

  clear(id: number): void {
    this.#timers.delete(id);
  }

  /** Lets time pass; every timer fires when it is due. */
  advance(ms: number): void {
    const end = this.elapsed + ms;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      const [id, timer] = next;
      this.#timers.delete(id);
      this.elapsed = Math.max(this.elapsed, timer.due);
      timer.run();
    }
    this.elapsed = end;
  }

  /** Lets time pass until the next timer fires. */
  runNext(): void {
    this.advance(this.delays[0] ?? 0);
  }

  /** Lets time pass without a timer firing, as in a page that is frozen; those that are due fire after it. */
  freeze(ms: number): void {
    this.elapsed += ms;
    this.advance(0);
  }

  #next(end: number): [number, Timer] | undefined {
    const due = [...this.#timers].filter(([, timer]) => timer.due <= end);
    return due.sort(([, a], [, b]) => a.due - b.due)[0];
  }
}
