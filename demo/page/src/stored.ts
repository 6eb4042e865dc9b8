/** What the tab holds of its view: a whole token, and the newest patch against it. */
export interface Stored {
  readonly base: number;
  /** 0 where the whole token is the newest snapshot itself. */
  readonly patch: number;
}

const PREFIX = "livestash:sheet:";

/** Reads the sizes out of the tab's storage, where anybody can look: what is there is sealed. */
export function readStored(storage: Pick<Storage, "getItem"> = sessionStorage): Stored {
  try {
    const [, ...slots] = (storage.getItem(`${PREFIX}now`) ?? "").split(" ");
    const [base = 0, patch = 0] = slots.map((slot) => storage.getItem(`${PREFIX}t${slot}`)?.length ?? 0);
    return { base, patch };
  } catch {
    // Storage is blocked: the token is in memory.
    return { base: 0, patch: 0 };
  }
}

/** What a session takes besides its state, and how much a state's objects take of each byte of its JSON; twin of States.java. */
const SESSION_BYTES = 4096;
const BYTES_PER_JSON_BYTE = 8;
const ASLEEP_BYTES = 1024;

/** What the server counts of its memory as this tab's, about. */
export function serverBytes(stateBytes: number, isAsleep: boolean): number {
  return isAsleep ? ASLEEP_BYTES : SESSION_BYTES + stateBytes * BYTES_PER_JSON_BYTE;
}
