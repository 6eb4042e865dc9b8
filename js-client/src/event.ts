import { depthOf, type EventFrame, isInteger, type Json, MAX_DEPTH, utf8Bytes } from "./frames.js";
import { need } from "./misuse.js";

/** What the user did, from the moment on until a snapshot contains it. */
export interface UserEvent {
  readonly name: string;
  readonly data: Json;
  /** When, by the wall clock, in milliseconds since 1970: the event's age must be right after a reload too. */
  readonly actedAt: number;
  /** How often it was tried: the frame's `try`. */
  readonly tries: number;
  /** The size of its frame at the longest, in bytes of UTF-8, for number, age and try grow while it waits. */
  readonly bytes: number;
}

/** What a frame has around name and data, at the longest. */
const FRAME_BYTES = 67;

/** Returns an event as it is at this moment, whatever the application does with its data later, or throws. */
export function readEvent(name: string, data: unknown, actedAt: number): UserEvent {
  const text = JSON.stringify({ name, data });
  const copy = JSON.parse(text);
  if (__DEV__) {
    need(name.length > 0 && name.length <= 64, "name");
    need(copy.data !== undefined && depthOf(copy) <= MAX_DEPTH, "data");
  }
  return { name, data: copy.data ?? null, actedAt, tries: 1, bytes: utf8Bytes(text) + FRAME_BYTES };
}

/** The frame by which an event is sent now. */
export function frameOf(n: number, { name, data, actedAt, tries }: UserEvent, now: number): EventFrame {
  return { t: "event", n, name, data, age: Math.max(0, now - actedAt), try: tries };
}

/** Reads a stored event; throws if it is missing, or is not ours. */
export function fromStored(text: string | null): UserEvent {
  const [name, data, actedAt, tries, bytes] = JSON.parse(text ?? "");
  if (typeof name !== "string" || !isInteger(actedAt + tries + bytes)) throw text;
  return { name, data, actedAt, tries, bytes };
}
