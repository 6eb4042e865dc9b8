import { NO_CLOSE, NO_SOCKET, PROTOCOL_ERROR } from "./closes.js";
import type { Environment } from "./environment.js";
import { decode, INVALID, type ServerFrame, SUBPROTOCOL, type TabFrame, UNKNOWN } from "./frames.js";

/** How long the handshake may take. */
export const CONNECT_TIMEOUT_MS = 5_000;
/** How long it may take from then on to `joined`: a token of a megabyte takes its time on a slow line. */
export const JOIN_TIMEOUT_MS = 30_000;
/** How long nothing may be received until the tab asks. */
export const IDLE_MS = 15_000;
/** The same while an event is not answered: its user waits. */
export const OWED_MS = 3_000;
/** How long nothing may be received after the tab has asked. */
export const DEADLINE_MS = 10_000;
/** The same where the user waits, or is back at the page: iOS leaves sockets that look open and are dead. */
export const WAKE_DEADLINE_MS = 5_000;
/** A timer this late says that the page was frozen or throttled, and nothing about the server. */
export const LATE_MS = 2_000;

/** What a socket tells its owner. */
export interface SocketOwner {
  /** The socket is open: send `join`. */
  opened(socket: Socket): void;
  received(frame: ServerFrame, socket: Socket): void;
  /** Whether an event is not answered. */
  isOwed(): unknown;
  /** The socket is gone, by a close code, because nothing came any more (1006), or because it never opened (0). It tells nothing after this. */
  lost(code: number, reason?: string): void;
}

/** One WebSocket, from its opening to its end. It never comes back, and is mute once it is left. */
export interface Socket {
  /** Sends a frame, and returns how many characters it has. */
  transmit(frame: TabFrame): number;
  /** Asks whether the server is there. */
  probe(deadline: number): void;
  /** Closes the socket at once. Its `close` event is not waited for: that of a dead one never comes. */
  leave(): void;
  /** Leaves the socket, and tells its owner. */
  end(code: number): void;
}

export function openSocket(environment: Environment, url: string, owner: SocketOwner): Socket {
  const { performance, setTimeout, clearTimeout } = environment;
  const socket = new environment.WebSocket(url, SUBPROTOCOL);
  let timer: unknown;
  let isJoined = false;
  /** Whether the server need not say anything soon. */
  let isIdle: boolean | undefined;
  /** What has come of a frame that comes in parts. */
  let parts = "";
  /** Whether one has come since the tab asked. */
  let hasMoved: boolean | undefined;

  const arm = (ms: number, run: (late: boolean) => void) => {
    const due = performance.now() + ms;
    clearTimeout(timer);
    timer = setTimeout(() => run(performance.now() > due + LATE_MS), ms);
  };
  const transmit = (frame: TabFrame) => {
    const text = JSON.stringify(frame);
    socket.send(text);
    if (isIdle && frame.t === "event") listen();
    return text.length;
  };
  const probe = (deadline: number) => {
    // What is sent meanwhile does not put the answer off.
    isIdle = hasMoved = false;
    // A server that sends a large frame hears nothing else of a tab that takes it.
    arm(deadline, (late) => (late || hasMoved ? probe(DEADLINE_MS) : giveUp()));
    // A stand-in for a server may answer at once.
    transmit({ t: "ping" });
  };
  const leave = () => {
    socket.onclose = socket.onopen = socket.onmessage = null;
    clearTimeout(timer);
    socket.close();
  };
  const end = (code: number, reason?: string) => {
    leave();
    owner.lost(code, reason);
  };
  const giveUp = () => end(NO_CLOSE);

  /** Until the tab has joined, nothing but the join is sent: then it waits, as long as the server says that it is there. */
  const listen = () => {
    isIdle = isJoined && !owner.isOwed();
    if (!isJoined) arm(JOIN_TIMEOUT_MS, giveUp);
    else if (isIdle) arm(IDLE_MS, () => probe(DEADLINE_MS));
    else arm(OWED_MS, () => probe(WAKE_DEADLINE_MS));
  };
  const self: Socket = { transmit, probe, leave, end };

  socket.onopen = () => {
    socket.onclose = ({ code, reason }) => end(code, reason);
    listen();
    owner.opened(self);
  };
  socket.onclose = () => end(NO_SOCKET);
  socket.onmessage = ({ data }) => {
    if (data?.[0] === "+") {
      parts += data.slice(1);
      hasMoved = true;
      // It is of `joined`, if that has not come.
      if (isJoined) return;
      isJoined = true;
      return listen();
    }
    const frame = decode(parts + data);
    parts = "";
    if (frame === INVALID) end(PROTOCOL_ERROR);
    else if (frame !== UNKNOWN) {
      isJoined ||= frame.t === "joined";
      owner.received(frame, self);
      // Unless that was its end.
      if (socket.onmessage) listen();
    }
  };
  arm(CONNECT_TIMEOUT_MS, () => end(NO_SOCKET));
  return self;
}
