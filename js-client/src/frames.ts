/** Any JSON value (RFC 8259). */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: Json;
}

/** The subprotocol that the handshake asks for. */
export const SUBPROTOCOL = "livestash.v1";

/** The most levels of objects and arrays that a frame may have, the frame itself included. */
export const MAX_DEPTH = 64;

export interface JoinFrame {
  readonly t: "join";
  readonly view: string;
  readonly attempt: number;
  readonly token?: string | undefined;
  readonly patch?: string | undefined;
  readonly fork?: boolean | undefined;
  readonly parts?: boolean;
  readonly patches?: boolean;
  readonly shows?: boolean | undefined;
  readonly trimmed?: number | undefined;
  readonly params: JsonObject;
}

export interface EventFrame {
  readonly t: "event";
  readonly n: number;
  readonly name: string;
  readonly data: Json;
  readonly age: number;
  readonly try: number;
}

export interface KeptFrame {
  readonly t: "kept";
  readonly gen: number;
  readonly seq: number;
}

export interface UnkeptFrame {
  readonly t: "unkept";
  readonly gen: number;
  readonly seq: number;
  readonly why: "quota" | "blocked";
}

/** Brings the state back to a server that has let go of it. */
export interface WakeFrame {
  readonly t: "wake";
  readonly token: string;
  readonly patch?: string | undefined;
}

export interface HiddenFrame {
  readonly t: "hidden";
}

export interface PingFrame {
  readonly t: "ping";
}

/** What the tab sends. */
export type TabFrame = JoinFrame | EventFrame | KeptFrame | UnkeptFrame | WakeFrame | HiddenFrame | PingFrame;

/** Where the state of a joined view came from. */
export type Outcome = "new" | "restored" | "adopted" | "forked";

/** Why the tab's token was not used; or, with `forked`, not as the newest. */
export type Reason = "expired" | "stale" | "rejected" | "newer";

/** Why a handled event left the state as it was. */
export type EventError = "unknown" | "invalid" | "failed" | "timeout" | "poisoned";

export interface JoinedFrame {
  readonly t: "joined";
  readonly sid: string;
  readonly gen: number;
  readonly outcome: Outcome;
  readonly reason?: Reason;
  readonly seen: number;
  readonly lost?: number;
  readonly answers?: readonly DoneFrame[];
  /** The render; or, with `check`, a patch against the one that the page shows. */
  readonly data: Json;
  readonly check?: number;
}

/** Why no snapshot of a state can be stored. */
export type Unstored = "oversize" | "unwritable" | "unavailable" | "quota" | "blocked";

export interface UnprotectedFrame {
  readonly t: "unprotected";
  readonly seen: number;
  readonly why: Unstored;
}

export interface DoneFrame {
  readonly t: "done";
  readonly n: number;
  readonly reply?: Json;
  readonly error?: EventError;
}

export interface RenderFrame {
  readonly t: "render";
  readonly seen: number;
  /** The render; or, with `check`, a patch against the one before it on this socket. */
  readonly data: Json;
  /** What `checkOf` says of the render that the patch makes; 0 if nothing is said of it. */
  readonly check?: number;
}

export interface KeepFrame {
  readonly t: "keep";
  readonly gen: number;
  readonly seq: number;
  readonly seen: number;
  readonly bytes: number;
  readonly token: string;
  readonly base?: string;
}

export interface WorkingFrame {
  readonly t: "working";
  readonly n: number;
  readonly slow?: boolean;
}

export interface AsleepFrame {
  readonly t: "asleep";
  readonly gen: number;
  readonly seq: number;
}

/** The server asks for what it has let go of. */
export interface NeededFrame {
  readonly t: "needed";
}

/** What the application tells its page that is no state. */
export interface PushFrame {
  readonly t: "push";
  readonly name: string;
  readonly data: Json;
}

export interface PongFrame {
  readonly t: "pong";
}

export interface ByeFrame {
  readonly t: "bye";
  readonly retry: readonly [min: number, max: number];
}

/** What the server sends. */
export type ServerFrame =
  | JoinedFrame
  | DoneFrame
  | RenderFrame
  | KeepFrame
  | UnprotectedFrame
  | WorkingFrame
  | AsleepFrame
  | NeededFrame
  | PushFrame
  | PongFrame
  | ByeFrame;

type Check = (value?: unknown) => boolean;

/** Whether it is an integer that a double holds exactly. */
export const isInteger = Number.isSafeInteger as Check;
const count: Check = (value) => isInteger(value) && (value as number) >= 0;
const any: Check = (value) => value !== undefined;
/** Throws at what is not even an array, which is a protocol error too. */
const spread = ((value: readonly [number, number]) => value.every(count) && value[0] <= value[1]) as Check;
/** An optional field's pattern matches the empty string, as which an absent field is read. */
const like =
  (pattern: RegExp): Check =>
  (value = "") =>
    typeof value === "string" && pattern.test(value);

/** What each field of a server frame must be. A name means the same in all frames; `reply`, for one, may be anything. */
const checks: Record<string, Check> = {
  sid: like(/^[\w-]{22}$/),
  gen: count,
  seq: count,
  seen: count,
  bytes: count,
  n: ((value) => isInteger(value) && value) as Check,
  outcome: like(/^(new|restored|adopted|forked)$/),
  lost: (value = 0) => count(value),
  // These may be a later release's: whoever reads them has to reckon with a word that is not known yet.
  why: like(/^[a-z-]+$/),
  reason: like(/^[a-z-]*$/),
  error: like(/^[a-z-]*$/),
  token: like(/^[\w.-]+$/),
  base: like(/^(\d+\.\d+)?$/),
  answers: ((frames: readonly ServerFrame[] = []) =>
    frames.every((frame) => frame.t === "done" && isFit(frame))) as Check,
  name: like(/./),
  data: any,
  check: (value = 0) => isInteger(value),
  retry: spread,
};

/** The server's frames, each with its fields: the tables of PROTOCOL.md. */
export const SERVER_FRAMES: Readonly<Record<string, string>> = {
  joined: "sid gen outcome reason seen lost answers data check",
  done: "n reply error",
  render: "seen data check",
  keep: "gen seq seen bytes token base",
  unprotected: "seen why",
  working: "n slow",
  asleep: "gen seq",
  needed: "",
  push: "name data",
  pong: "",
  bye: "retry",
} satisfies Record<ServerFrame["t"], string>;

const isFit = (frame: ServerFrame): boolean =>
  (SERVER_FRAMES[frame.t] as string)
    .split(" ")
    .every((name) => checks[name]?.(frame[name as keyof ServerFrame]) ?? true);

/** In place of a frame: a protocol error, */
export const INVALID = 0;
/** or a frame of a later release, which is to be ignored. */
export const UNKNOWN = 1;

/** Reads a frame of the server. */
export function decode(text: string): ServerFrame | typeof INVALID | typeof UNKNOWN {
  try {
    const frame = JSON.parse(text);
    if (typeof frame.t !== "string") return INVALID;
    if (typeof SERVER_FRAMES[frame.t] !== "string") return UNKNOWN;
    if (isFit(frame)) return frame;
  } catch {
    // As below.
  }
  return INVALID;
}

/** The size of a text in bytes of UTF-8, as the protocol's limits count it. */
export const utf8Bytes = (text: string): number => new Blob([text]).size;

/** How many levels of objects and arrays a JSON value has. */
export function depthOf(value: Json): number {
  if (!value || typeof value !== "object") return 0;
  return 1 + Object.values(value).reduce<number>((deepest, part) => Math.max(deepest, depthOf(part)), 0);
}
