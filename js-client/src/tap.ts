import { type Json, SUBPROTOCOL } from "./frames.js";
import { checkOf, patched } from "./patch.js";

/** The newest frames that are remembered, and how much of each one's text. */
export const MAX_NOTES = 200;
export const MAX_TEXT = 4_096;
/** How much is shown of a render, in characters, and how many of the events that wait. */
export const MAX_RENDER = 20_000;
export const MAX_EVENTS = 20;

/** One frame, or the end of a socket. */
export interface Note {
  /** By the clock that only runs forward, in milliseconds. */
  readonly at: number;
  readonly direction: "in" | "out" | "end";
  readonly type: string;
  /** What there is to be said of it in a word or two. */
  readonly detail: string;
  readonly bytes: number;
  /** How it begins. */
  readonly text: string;
}

/** What a view shows, as its frames say. */
export interface Render {
  /** Empty where the view has joined before anybody listened. */
  readonly view: string;
  /** The last event that it contains. */
  readonly seen: number;
  /** Undefined where it is not known: it came before anybody listened, or is a patch on what did. */
  readonly data: Json | undefined;
}

/** Listens to the LiveStash sockets of a page, and does to them what a network does. */
export interface Tap {
  readonly notes: readonly Note[];
  /** The last one of each view: it stays while the view has no connection. */
  readonly renders: readonly Render[];
  /** How many sockets are open that have sent something since it listens. */
  readonly sockets: number;
  readonly isStalled: boolean;
  /** Loses each socket at once, as when the line breaks. */
  drop(): void;
  /** Holds what is sent and what comes, as a line does that is stuck. */
  stall(ms: number): void;
  end(): void;
}

type Handler = ((event: MessageEvent) => unknown) | null;
/** What waits on a socket that is stalled. */
interface Held {
  readonly handler: Handler;
  readonly stand: Handler;
  readonly received: MessageEvent[];
  readonly sent: Parameters<WebSocket["send"]>[0][];
}

/** @param onChange told of each note, and of whatever else changes */
export function openTap(onChange: () => void): Tap {
  const { prototype } = WebSocket;
  const native = prototype.send;
  const met = new Set<WebSocket>();
  const held = new Map<WebSocket, Held>();
  const renders = new Map<WebSocket, Render>();
  /** What has come of a frame that comes in parts. */
  const parts = new Map<WebSocket, string>();
  const listening = new AbortController();
  const { signal } = listening;
  let notes: readonly Note[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const note = (direction: Note["direction"], text: string, type: string, detail = "") => {
    const bytes = new TextEncoder().encode(text).length;
    const at = performance.now();
    const made = { at, direction, type, detail, bytes, text: text.slice(0, MAX_TEXT) };
    notes = [...notes, made].slice(-MAX_NOTES);
    onChange();
  };
  const noteFrame = (direction: Note["direction"], text: string, frame: Frame | undefined) =>
    note(direction, text, frame ? String(frame.t) : "", frame && detailOf(frame));
  const receive = (socket: WebSocket, text: string) => {
    const before = parts.get(socket) ?? "";
    if (text[0] === "+") {
      parts.set(socket, before + text.slice(1));
      note("in", text, "part");
      return;
    }
    parts.delete(socket);
    const frame = parse(before + text);
    if (frame?.t === "joined" || frame?.t === "render")
      renders.set(socket, rendered(renders.get(socket), frame));
    noteFrame("in", text, frame);
  };
  /** A view that joins again shows what it has shown: takes that over from its socket before, which its page has left. */
  const takeOver = (socket: WebSocket, view = "") => {
    let before: Render = { view, seen: 0, data: undefined };
    for (const [other, render] of renders) {
      if (render.view !== view || (met.has(other) && other.onmessage)) continue;
      before = render;
      renders.delete(other);
    }
    renders.set(socket, before);
    return before.data !== undefined;
  };
  /** What is sent in the place of a frame: without `shows`, a server answers a join with a whole render, asleep or not. */
  const joining = (socket: WebSocket, text: string, frame: Frame) =>
    takeOver(socket, frame.view) || !frame.shows ? text : JSON.stringify({ ...frame, shows: undefined });
  const hold = (socket: WebSocket) => {
    const received: MessageEvent[] = [];
    const handler = socket.onmessage as Handler;
    const stand: Handler = (event) => received.push(event);
    held.set(socket, { handler, stand, received, sent: [] });
    socket.onmessage = stand;
  };
  const meet = (socket: WebSocket) => {
    if (met.has(socket)) return;
    met.add(socket);
    socket.addEventListener("message", ({ data }) => receive(socket, String(data)), { signal });
    socket.addEventListener(
      "close",
      ({ code }) => {
        met.delete(socket);
        held.delete(socket);
        parts.delete(socket);
        if (!renders.get(socket)?.view) renders.delete(socket);
        note("end", "", `closed ${code}`);
      },
      { signal },
    );
    if (timer) hold(socket);
  };
  const release = () => {
    clearTimeout(timer);
    timer = undefined;
    const all = [...held];
    held.clear();
    for (const [socket, { handler, stand, received, sent }] of all) {
      // A socket that was left meanwhile has no handler any more, and is not given one.
      if (socket.onmessage !== stand) continue;
      socket.onmessage = handler;
      for (const data of sent) native.call(socket, data);
      for (const event of received) handler?.call(socket, event);
    }
    onChange();
  };
  function send(this: WebSocket, data: Held["sent"][number]) {
    if (this.protocol === SUBPROTOCOL) {
      meet(this);
      const frame = parse(String(data));
      if (frame?.t === "join") data = joining(this, String(data), frame);
      noteFrame("out", String(data), frame);
      const waiting = held.get(this);
      if (waiting) {
        waiting.sent.push(data);
        return;
      }
    }
    native.call(this, data);
  }
  prototype.send = send;
  return {
    get notes() {
      return notes;
    },
    get renders() {
      return [...renders.values()];
    },
    get sockets() {
      return met.size;
    },
    get isStalled() {
      return timer !== undefined;
    },
    drop() {
      for (const socket of [...met]) {
        const { onclose } = socket;
        socket.onclose = null;
        socket.close();
        onclose?.call(socket, new CloseEvent("close", { code: 1006 }));
      }
    },
    stall(ms) {
      if (timer) return;
      timer = setTimeout(release, ms);
      for (const socket of met) hold(socket);
      onChange();
    },
    end() {
      release();
      listening.abort();
      // Whoever has wrapped it since keeps its own.
      if (prototype.send === send) prototype.send = native;
    },
  };
}

interface Frame {
  readonly t?: string;
  readonly view?: string;
  readonly shows?: boolean;
  readonly seen?: number;
  readonly data?: Json;
  readonly name?: string;
  readonly n?: number;
  readonly outcome?: string;
  readonly reason?: string;
  readonly error?: string;
  readonly gen?: number;
  readonly seq?: number;
  readonly base?: string;
  readonly check?: number;
  readonly token?: string;
  readonly patch?: string;
}

function parse(text: string): Frame | undefined {
  try {
    return JSON.parse(text) as Frame;
  } catch {
    return undefined;
  }
}

/** The render that a frame makes of the one before. */
function rendered(before: Render | undefined, { data, seen = 0, check }: Frame): Render {
  const made = check === undefined ? data : follow(before?.data, data as Json, check);
  return { view: before?.view ?? "", seen, data: made };
}

/** A patch that does not fit is no matter: the page finds that out, too, and asks for a whole render. */
function follow(old: Json | undefined, patch: Json, check: number): Json | undefined {
  if (old === undefined) return undefined;
  try {
    const made = patched(old, patch);
    return check === 0 || checkOf(made) === check ? made : undefined;
  } catch {
    return undefined;
  }
}

function detailOf({
  t,
  name,
  n,
  outcome,
  reason,
  error,
  gen,
  seq,
  base,
  check,
  token,
  patch,
}: Frame): string {
  const tokens = [token && `token ${token.length}`, patch && `patch ${patch.length}`];
  const of: Readonly<Record<string, readonly unknown[]>> = {
    join: tokens,
    wake: tokens,
    joined: [outcome, reason, `gen ${gen}`],
    event: [n, name],
    done: [n, error],
    keep: [`${gen}.${seq}`, base ? `patch on ${base}` : "base"],
    kept: [`${gen}.${seq}`],
    unkept: [`${gen}.${seq}`],
    render: [check === undefined ? "whole" : "patch"],
  };
  return (of[t ?? ""] ?? []).filter((word) => word !== undefined && word !== "").join(" ");
}
