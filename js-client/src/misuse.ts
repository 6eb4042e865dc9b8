/** Throws at what is wrong in the program, and says where to read on. Called in development only. */
export function need(right: boolean, what: string): void {
  if (!right) throw new TypeError(`LiveStash: see the documentation of ${what}`);
}

/** Says what is probably wrong in the program, and goes on. Called in development only. */
export function warn(what: string): void {
  // biome-ignore lint/suspicious/noConsole: it is for who writes the page, and nothing is wrong enough to throw.
  console.warn(`LiveStash: ${what}`);
}
