import { NO_CLOSE, NO_SOCKET, PROTOCOL_ERROR } from "./closes.js";
import type { Environment } from "./environment.js";
import { decode, INVALID, type ServerFrame, SUBPROTOCOL, type TabFrame, UNKNOWN } from "./frames.js";

/** How long the handshake may take. */
export const CONNECT_TIMEOUT_MS = 5_000;
/** How long it may take from then on to `joined`: a token of a megabyte takes its time on a slow line. */
export const JOIN_TIMEOUT_MS = 30_000;
/** How long nothing may be received until the tab asks. */
export const IDLE_MS = 15_000;
/** How long nothing may be received after the tab has asked. */
export const DEADLINE_MS = 10_000;
/** The same when the page comes back into view: the user waits, and iOS leaves sockets that look open and are dead. */
export const WAKE_DEADLINE_MS = 5_000;
/** A timer this late says that the page was frozen or throttled, and nothing about the server. */
export const LATE_MS = 2_000;

/** What a socket tells its owner. */
export interface SocketOwner {
  /** The socket is open: send `join`. */
  opened(socket: Socket): void;
  received(frame: ServerFrame, socket: Socket): void;
  /** The socket is gone, by a close code, because nothing came any more (1006), or because it never opened (0). It tells nothing after this. */
  lost(code: number): void;
}

/** One WebSocket, from its opening to its end. It never comes back, and is mute once it is left. */
export interface Socket {
  transmit(frame: TabFrame): void;
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

  const arm = (ms: number, run: (late: boolean) => void) => {
    const due = performance.now() + ms;
    clearTimeout(timer);
    timer = setTimeout(() => run(performance.now() > due + LATE_MS), ms);
  };
  const transmit = (frame: TabFrame) => socket.send(JSON.stringify(frame));
  const probe = (deadline: number) => {
    transmit({ t: "ping" });
    arm(deadline, (late) => (late ? probe(DEADLINE_MS) : giveUp()));
  };
  const leave = () => {
    socket.onclose = socket.onopen = socket.onmessage = null;
    clearTimeout(timer);
    socket.close();
  };
  const end = (code: number) => {
    leave();
    owner.lost(code);
  };
  const giveUp = () => end(NO_CLOSE);

  /** Until the tab has joined, nothing but the join is sent: then it waits, as long as the server says that it is there. */
  const listen = () => (isJoined ? arm(IDLE_MS, () => probe(DEADLINE_MS)) : arm(JOIN_TIMEOUT_MS, giveUp));
  const self: Socket = { transmit, probe, leave, end };

  socket.onopen = () => {
    socket.onclose = ({ code }) => end(code);
    listen();
    owner.opened(self);
  };
  socket.onclose = () => end(NO_SOCKET);
  socket.onmessage = ({ data }) => {
    const frame = decode(data);
    if (frame === INVALID) return end(PROTOCOL_ERROR);
    if (frame === UNKNOWN) return;
    isJoined ||= frame.t === "joined";
    listen();
    owner.received(frame, self);
  };
  arm(CONNECT_TIMEOUT_MS, () => end(NO_SOCKET));
  return self;
}
