/** Throws at what is wrong in the program, and says where to read on. Called in development only. */
export function need(right: boolean, what: string): void {
  if (!right) throw new TypeError(`LiveStash: see the documentation of ${what}`);
}
