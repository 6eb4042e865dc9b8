import type { Reached } from "./closes.js";
import type { UserEvent } from "./event.js";

/** Losses in a row at one event that say nothing about it, where servers are lost all the time. */
const PATIENCE = 6;

/** Which event of an instance a server may have died of: rule 8 of "what each side stores" in PROTOCOL.md. */
export interface Blame {
  /**
   * A server was lost without a reason.
   *
   * @param n the first event that it had not answered
   * @param isAnnounced whether its last word was that it had come to an event that was suspected before
   * @param reached how far the lost connection had come; after a stable one, servers are not lost all the time
   */
  accuse(n: number, event: UserEvent, isAnnounced: boolean, reached: Reached): void;
  /** Tells which event is suspected, once: it is tried again, or was not the cause. */
  takeSuspect(): number | undefined;
}

export function openBlame(): Blame {
  /** The event that a server was last lost at. */
  let accused: number | undefined;
  /** How many losses in a row at it speak against it. */
  let losses = 0;
  let suspect: number | undefined;

  return {
    accuse(n, { tries }, isAnnounced, reached) {
      if (n !== accused) losses = reached === "stable" ? PATIENCE : 0;
      accused = n;
      // Once it was suspected, only the server's word that it had come to it counts.
      if (tries > 1 && !isAnnounced) return;
      losses++;
      if (losses > PATIENCE) suspect = n;
    },
    takeSuspect() {
      const taken = suspect;
      suspect = undefined;
      return taken;
    },
  };
}
