import { refuse } from "./answer.js";
import { FIRST_OWN, RESTART, TOO_LARGE } from "./closes.js";
import type { Environment } from "./environment.js";
import { frameOf, type UserEvent } from "./event.js";
import type {
  DoneFrame,
  JoinedFrame,
  Json,
  KeepFrame,
  RenderFrame,
  ServerFrame,
  UnprotectedFrame,
  WorkingFrame,
} from "./frames.js";
import type { Instance } from "./instance.js";
import { type ConnectOptions, MAX_OUTBOX_EVENTS, type Settings, type Stuck } from "./options.js";
import { checkOf, patched } from "./patch.js";
import type { Socket } from "./socket.js";
import type { Held } from "./vault.js";

/** What the application is told by, but for its status. */
type Callbacks = Omit<ConnectOptions, keyof Settings | "params" | "onStatus">;

/** Tells the application something, by one of its callbacks, if it has that. */
export type Tell = <C extends keyof Callbacks>(
  callback: C,
  ...said: Parameters<NonNullable<Callbacks[C]>>
) => void;

/** One attachment of an instance to a socket, from `joined` to the socket's end: what is on its way belongs to it. */
export interface Attachment {
  readonly instance: Instance;
  /** Since when, by the clock that only runs forward, in milliseconds. */
  readonly since: number;
  received(frame: ServerFrame): void;
  /** Sends the stored events that this socket has not had, as many as the server may be expected to have room for. */
  sendStored(): void;
  /** Sends an event that is not stored, if there is room for it. */
  sendVolatile(event: UserEvent): Promise<Json | undefined>;
  /** Whether the server has not answered an event. */
  isOwed(): unknown;
  /**
   * The socket was lost: finds the event that the server closed for, or those that it may have died of.
   *
   * @returns the first event that has no answer, and that the server is not known to have come to
   */
  lost(code: number): Stuck | undefined;
  /** The socket was left: what belongs to it alone is not answered any more. */
  end(): void;
}

export function openAttachment(
  instance: Instance,
  { sid, seen }: JoinedFrame,
  socket: Socket,
  environment: Environment,
  maxOutboxEvents: number | undefined = MAX_OUTBOX_EVENTS,
  tell: Tell,
): Attachment {
  const { outbox, blame } = instance;
  /** The events that were sent and are not answered. */
  const unanswered = new Map<number, UserEvent>();
  /** The last stored event that was sent. */
  let sent = seen;
  let volatiles = 0;
  /** What event the server has come to, if the last frame, but for pongs, said so. */
  let word: WorkingFrame | undefined;

  /** Whether the server has let go of the state, so that it is to be brought before anything else. */
  let isAsleep: boolean | undefined;

  const wake = () => {
    if (isAsleep) {
      // If that comes to nothing, the next join is better with all there is.
      isAsleep = instance.vault.isShown = false;
      const [token, patch] = (instance.vault.held() as Held).tokens;
      socket.transmit({ t: "wake", token, patch });
    }
  };
  const hasRoom = () => unanswered.size < maxOutboxEvents;
  const send = (n: number, event: UserEvent) => {
    unanswered.set(n, event);
    wake();
    socket.transmit(frameOf(n, event, environment.Date.now()));
  };
  const sendStored = () => {
    for (const [n, event] of outbox.above(sent)) {
      // The storage can hold more than a server takes at once, if snapshots have no room there.
      if (!hasRoom()) return;
      sent = n;
      send(n, event);
    }
  };

  const keep = (frame: KeepFrame) => {
    const { gen, seq, bytes: stateBytes, token } = frame;
    const stored = instance.hold(sid, frame);
    if (!stored) return;
    socket.transmit(stored === "kept" ? { t: "kept", gen, seq } : { t: "unkept", gen, seq, why: stored });
    const snapshot = { gen, seq, seen: frame.seen, stateBytes, tokenBytes: token.length, stored };
    tell("onSnapshot", snapshot);
  };
  const done = (frame: DoneFrame) => {
    const { n } = frame;
    unanswered.delete(n);
    outbox.settle(n, frame);
    // No snapshot ever comes for a stand-in.
    if (instance.isStandIn) outbox.covered(n, false);
    sendStored();
  };

  const unprotected = ({ seen, why }: UnprotectedFrame) => {
    outbox.unprotected(seen);
    tell("onUnprotected", { seen, why });
  };

  const render = ({ data, seen, check }: RenderFrame) => {
    instance.vault.isShown = false;
    try {
      instance.showing = check == null ? data : patched(instance.showing, data);
      if (check && check !== checkOf(instance.showing)) throw check;
    } catch {
      // The page has changed what it was given. The next join brings a whole one.
      return socket.end(RESTART);
    }
    tell("onRender", instance.showing, seen);
  };

  const takers: { readonly [T in ServerFrame["t"]]?: (frame: Extract<ServerFrame, { t: T }>) => void } = {
    keep,
    done,
    unprotected,
    needed: wake,
    render,
    push: ({ name, data }) => tell("onPush", name, data),
    working: () => tell("onWorking"),
    asleep() {
      isAsleep = true;
    },
  };

  const rejectLargest = () => {
    const [largest] = [...unanswered].sort(([, a], [, b]) => b.bytes - a.bytes);
    if (!largest) return;
    outbox.bury(largest[0]);
    outbox.settle(largest[0], { error: "too-large" });
  };

  return {
    instance,
    since: environment.performance.now(),
    received(frame) {
      if (frame.t === "pong") return;
      word = frame.t === "working" ? frame : undefined;
      (takers[frame.t] as ((frame: ServerFrame) => void) | undefined)?.(frame);
    },
    sendStored,
    sendVolatile(event) {
      if (!hasRoom()) return refuse("full", event.name);
      const promise = outbox.promise(--volatiles, event.name);
      send(volatiles, event);
      return promise;
    },
    isOwed: () => unanswered.size,
    lost(code) {
      const [first] = unanswered.values();
      if (code === TOO_LARGE) rejectLargest();
      // One that says why it closes is alive. Others may have died.
      else if (code !== RESTART && code < FIRST_OWN) blame.accuse(unanswered, word);
      return word ? undefined : first;
    },
    end() {
      // The next join has said what was let go of before it.
      outbox.unprotected(0);
      outbox.settleTo({ error: "offline" }, -1);
      if (instance.isStandIn) outbox.settleTo({ error: "reset" });
    },
  };
}
