import type { Picture } from "./picture.js";

/** What the page needs of its connection, with LiveStash or without. */
export interface Link {
  readonly status: string;
  /** Resolves with the handler's reply. A passing event is not worth keeping: it is sent now or not at all. */
  send(name: string, data: EventData, passing?: boolean): Promise<unknown>;
  /** Connects at once, if it waits. */
  retry(): void;
}

export type EventData = Readonly<Record<string, string | number>> | null;

export interface LinkListener {
  /** What the page has on its screen. */
  params(): Readonly<Record<string, number>>;
  onStatus(status: string): void;
  onArrival(arrival: Arrival): void;
  onPicture(picture: Picture): void;
  onSnapshot(snapshot: Snapshot): void;
}

/** How the view came to be live; the plain one has an outcome only. */
export interface Arrival {
  readonly outcome: string;
  readonly reason?: string | undefined;
  readonly sid?: string;
  readonly gen?: number;
  readonly ms?: number;
}

export interface Snapshot {
  readonly seq: number;
  readonly stateBytes: number;
  readonly tokenBytes: number;
  readonly stored: string;
}

/** Where the server lets the view's snapshots rest. */
export const STASHES = ["browser", "redis"] as const;
export type Stash = (typeof STASHES)[number];

export type Open = (listener: LinkListener) => Link;

/** Why an event was not handled. The codes are those of LiveStashError, which names more of them. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}
