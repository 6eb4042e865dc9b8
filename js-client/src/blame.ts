import type { UserEvent } from "./event.js";
import type { WorkingFrame } from "./frames.js";

/** A server answers at least after so many. */
const BATCH = 64;
/** Of the servers that were lost while they had been at an event for a while, each third speaks against it. */
const PATIENCE = 3;

/** Which events of an instance a server may have died of: rule 8 of "what each side stores" in PROTOCOL.md. */
export interface Blame {
  /**
   * A server was lost without a reason.
   *
   * @param unanswered what it had been sent
   * @param word the event that it had come to, if that was its last word; otherwise it may have been any
   */
  accuse(unanswered: ReadonlyMap<number, UserEvent>, word: WorkingFrame | undefined): void;
  /** Tells which events are suspected, once: they are tried again, or were not the cause. */
  takeSuspects(): readonly number[];
}

export function openBlame(): Blame {
  let suspects: number[] = [];
  let slow = 0;

  return {
    accuse(unanswered, word) {
      // What was suspected before is announced: only the server's word that it had come to it counts.
      const isNew = (n: number) => n > 0 && unanswered.get(n)?.tries === 1;
      if (!word) suspects = [...unanswered.keys()].slice(0, BATCH).filter(isNew);
      // What takes its time is likely to be there when a server is lost for another reason.
      else suspects = word.slow && ++slow % PATIENCE ? [] : [word.n];
    },
    takeSuspects() {
      return suspects.splice(0);
    },
  };
}
