import { SUBPROTOCOL } from "./frames.js";

/** The newest frames that are remembered, and how much of each one's text. */
export const MAX_NOTES = 200;
export const MAX_TEXT = 512;

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

/** Listens to the LiveStash sockets of a page, and does to them what a network does. */
export interface Tap {
  readonly notes: readonly Note[];
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
  const listening = new AbortController();
  const { signal } = listening;
  let notes: readonly Note[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const note = (direction: Note["direction"], text: string, type?: string) => {
    const frame = { ...describe(text), ...(type ? { type } : {}) };
    const bytes = new TextEncoder().encode(text).length;
    const at = performance.now();
    notes = [...notes, { at, direction, bytes, text: text.slice(0, MAX_TEXT), ...frame }].slice(-MAX_NOTES);
    onChange();
  };
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
    socket.addEventListener("message", ({ data }) => note("in", String(data)), { signal });
    socket.addEventListener(
      "close",
      ({ code }) => {
        met.delete(socket);
        held.delete(socket);
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
      note("out", String(data));
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

function describe(text: string): { type: string; detail: string } {
  if (text[0] === "+") return { type: "part", detail: "" };
  try {
    const frame = JSON.parse(text) as Frame;
    return { type: String(frame.t), detail: detailOf(frame) };
  } catch {
    return { type: "", detail: "" };
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
