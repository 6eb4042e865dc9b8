import { type Attachment, openAttachment, type Tell } from "./attachment.js";
import type { Spread } from "./backoff.js";
import { PROTOCOL_ERROR, type Reached, TOO_LARGE } from "./closes.js";
import type { JoinedFrame, JsonObject } from "./frames.js";
import { type Instance, openStandIn } from "./instance.js";
import type { Settings } from "./options.js";
import { openSocket, WAKE_DEADLINE_MS } from "./socket.js";
import { type Claim, COPY, type Tab, UNSURE } from "./tab.js";

/** How long a connection has to be live to count as one that works. */
const STABLE_MS = 5_000;

/** What all connections of a view have in common. */
export interface Connecting extends Settings {
  readonly address: string;
  /** The tab's own instance. */
  readonly own: Instance;
  readonly tab: Tab;
  readonly tell: Tell;
  /** The parameters of the join that is sent now. */
  joinParams(): JsonObject;
}

/** What a connection tells its owner. */
export interface ConnectionOwner {
  /** An instance is attached to the connection; the application has not been told yet. */
  attached(attachment: Attachment): void;
  /** The server said when to come back. */
  advised(spread: Spread): void;
  /** The connection is gone. It tells nothing after this. */
  lost(code: number, reached: Reached): void;
}

/** One socket, from its opening to its end: the tab asks for its instance, and it is attached. */
export interface Connection {
  /** Asks whether the server is there; only once an instance is attached. */
  probe(): void;
  /** Leaves the socket, and what belongs to it alone. */
  leave(): void;
}

export function openConnection(context: Connecting, owner: ConnectionOwner): Connection {
  const { environment, view, address, own, tab, tell, joinParams } = context;
  const { performance } = environment;
  let askedAt = 0;
  let attachment: Attachment | undefined;
  let isLeft = false;

  const leave = () => {
    isLeft = true;
    socket.leave();
    attachment?.end();
  };

  /** Asks for the instance of the token that the tab holds, or for a new one. */
  const join = () => {
    const attempt = own.nextAttempt();
    const held = own.vault.held();
    const [token, patch] = held?.tokens ?? [];
    const ask = (claim: Claim) => {
      // It may take a while to find out whose the instance is.
      if (isLeft || attachment) return;
      if (claim) own.fork();
      socket.transmit({ t: "join", view, attempt, token, patch, fork: claim, params: joinParams() });
      askedAt = performance.now();
    };
    if (held && !held.isCopy) tab.take(held.sid, ask);
    else ask(held ? COPY : UNSURE);
  };

  /** Brings the tab's own instance to where the server says it is; or finds a stand-in for it. */
  const arrive = ({ sid, outcome, reason, seen }: JoinedFrame) => {
    // The tab's own instance waits for a server that is new enough. What happens in the stand-in is of this socket.
    const instance = reason === "newer" ? openStandIn(context) : own;
    if (instance === own) {
      if (outcome === "new" && (reason || own.vault.held())) own.reset();
      else if (outcome === "forked") own.fork();
      tab.take(sid, () => {});
    }
    instance.outbox.arrived(seen);
    // Whatever the answer is: a suspicion is for the next join only.
    const suspect = own.blame.takeSuspect();
    if (suspect && outcome !== "adopted") instance.outbox.raise(suspect);
    return instance;
  };
  const joined = (frame: JoinedFrame) => {
    attachment = openAttachment(arrive(frame), frame, socket, context);
    const ms = attachment.since - askedAt;
    owner.attached(attachment);
    // The application was told a new status, and may have closed the view.
    if (isLeft) return;
    attachment.sendStored();
    const { t, data, ...arrival } = frame;
    tell((application) => application.onJoined?.({ ...arrival, ms }));
    tell((application) => application.onRender?.(data, frame.seen));
  };

  const reached = (): Reached => {
    if (!attachment) return "joining";
    return performance.now() - attachment.since < STABLE_MS ? "live" : "stable";
  };

  const socket = openSocket(environment, address, {
    opened: join,
    received(frame) {
      if (frame.t === "bye") owner.advised(frame.retry);
      if (attachment && frame.t !== "joined") attachment.received(frame);
      else if (!attachment && frame.t === "joined") joined(frame);
      else if (frame.t !== "bye") socket.end(PROTOCOL_ERROR);
    },
    lost(code) {
      const last = reached();
      if (attachment) attachment.lost(code, last);
      // Only the join was sent, and only the token in it is of the tab's making.
      else if (code === TOO_LARGE) own.reset();
      leave();
      owner.lost(code, last);
    },
  });
  return { probe: () => socket.probe(WAKE_DEADLINE_MS), leave };
}
