import type { UserEvent } from "./event.js";

/** Which events of an instance a server may have died of: rule 8 of "what each side stores" in PROTOCOL.md. */
export interface Blame {
  /**
   * A server was lost without a reason.
   *
   * @param unanswered what it had been sent
   * @param announced the event that it had come to, if that was its last word; otherwise it may have been any
   */
  accuse(unanswered: ReadonlyMap<number, UserEvent>, announced: number | undefined): void;
  /** Tells which events are suspected, once: they are tried again, or were not the cause. */
  takeSuspects(): readonly number[];
}

export function openBlame(): Blame {
  let suspects: readonly number[] = [];

  return {
    accuse(unanswered, announced) {
      // What was suspected before is announced: only the server's word that it had come to it counts.
      const isNew = ([n, { tries }]: [number, UserEvent]) => n > 0 && tries < 2;
      suspects = announced ? [announced] : [...unanswered].filter(isNew).map(([n]) => n);
    },
    takeSuspects() {
      const taken = suspects;
      suspects = [];
      return taken;
    },
  };
}
