/** An error as the browsers throw it. */
export function storageError(name: string): Error {
  return Object.assign(new Error("storage"), { name });
}

/** A storage whose items are its own properties, as a browser's are. */
export class FakeStorage {
  #quota = Number.POSITIVE_INFINITY;
  #mutations = 0;
  #lifetime = Number.POSITIVE_INFINITY;
  #failure: Error | undefined;

  constructor(items: Record<string, string> = {}) {
    Object.assign(this, items);
  }

  get items(): Record<string, string> {
    return { ...this } as unknown as Record<string, string>;
  }

  get keys(): string[] {
    return Object.keys(this);
  }

  /** How many times something was written or removed. */
  get mutations(): number {
    return this.#mutations;
  }

  /** Counts keys and values, in UTF-16 units. */
  limit(quota: number): void {
    this.#quota = quota;
  }

  /** All that is written after so many more mutations is lost: the page has died. */
  dieAfter(mutations: number): void {
    this.#lifetime = this.#mutations + mutations;
  }

  /** Every access throws from now on. */
  fail(error: Error | undefined): void {
    this.#failure = error;
  }

  /** What a new page finds. */
  reload(): FakeStorage {
    return new FakeStorage(this.items);
  }

  getItem(key: string): string | null {
    if (this.#failure) throw this.#failure;
    return Object.hasOwn(this, key) ? ((this as never)[key] as string) : null;
  }

  setItem(key: string, text: string): void {
    if (this.#failure) throw this.#failure;
    const others = Object.entries(this.items).filter(([other]) => other !== key);
    const size = [...others, [key, text]].reduce((sum, [k = "", v = ""]) => sum + k.length + v.length, 0);
    if (size > this.#quota) throw storageError("QuotaExceededError");
    if (this.#mutations++ < this.#lifetime) Object.assign(this, { [key]: text });
  }

  removeItem(key: string): void {
    if (this.#failure) throw this.#failure;
    if (Object.hasOwn(this, key) && this.#mutations++ < this.#lifetime) delete (this as never)[key];
  }
}
