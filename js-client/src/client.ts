import { type Spread, spreadAfter } from "./backoff.js";
import type { Environment } from "./environment.js";
import type { ErrorCode } from "./errors.js";
import { type DoneFrame, frameOf, type Item, type JoinedFrame, type KeepFrame } from "./frames.js";
import { type ConnectOptions, checkOptions, type LiveView, readEvent, readParams } from "./options.js";
import { type Outbox, openOutbox } from "./outbox.js";
import { openSocket, PROTOCOL_ERROR, type Socket, type SocketOwner, WAKE_DEADLINE_MS } from "./socket.js";
import { openStore, type UseItems } from "./storage.js";
import { openTab } from "./tab.js";
import { openVault, type Vault } from "./vault.js";

const TOO_LARGE = 1009;
const RESTART = 1012;
const SUPERSEDED = 4001;
const OUTDATED = 4004;

type Final = "closed" | "superseded" | "outdated" | "failed";

/** After so long a connection counts as one that works. */
const STABLE_MS = 5_000;
/** A server is not lost by the event that is on its way if servers are lost all the time; unless so often at that one. */
const PATIENCE = 6;
/** So many protocol errors in a row are not bad luck. */
const MAX_FAULTS = 3;
/** For a page that was hidden but not put away, and is not told that it is back. */
const PAUSE_MS = 20_000;

type State =
  | { readonly status: "connecting"; readonly socket?: Socket; readonly timer?: undefined }
  | { readonly status: "live"; readonly socket: Socket; readonly timer?: undefined }
  | { readonly status: "waiting"; readonly timer: unknown; readonly socket?: undefined }
  | { readonly status: Final; readonly socket?: undefined; readonly timer?: undefined };

/** What belongs to one instance: its snapshot, and the events above it. */
interface Line {
  readonly vault: Vault;
  readonly outbox: Outbox;
}

/**
 * Connects this tab to a view, and keeps it connected: with the state that the tab holds, if it holds one.
 *
 * @param url where the server has the view's socket: relative to the page, or http(s), or ws(s)
 * @throws SyntaxError or TypeError if the address is none; in the development build a TypeError, too, if an option is out
 *   of its bounds
 */
export function connect(url: string | URL, options: ConnectOptions): LiveView {
  const {
    view,
    params,
    survives = "tab",
    maxOutboxEvents = 256,
    maxOutboxBytes = 1_048_576,
    maxEventBytes = 65_536,
    environment = globalThis as unknown as Environment,
  } = options;
  const { performance } = environment;
  checkOptions(view, survives, maxOutboxEvents, maxOutboxBytes, maxEventBytes);
  let joinParams = readParams(params);
  const address = new URL(url, environment.location.href).href.replace(/^http/, "ws");
  const use = openStore(`livestash:${view}:`, () =>
    survives === "reconnect" ? null : environment.sessionStorage,
  );
  const openLine = (use: UseItems): Line => {
    if (survives === "reload" && performance.getEntriesByType("navigation")[0]?.type !== "reload") {
      use((items) => items.sweep(""));
    }
    const vault = openVault(use);
    // So that a page of this tab that was put away and comes back sees that it is not the last one any more.
    vault.nextAttempt(environment.Date.now());
    return { vault, outbox: openOutbox(use, maxOutboxEvents, maxOutboxBytes, vault.held()?.seen ?? 0) };
  };
  /** The tab's own line. */
  let home = openLine(use);
  /** The line that is live: the own one, or a stand-in while the server is older than the tab's token. */
  let line = home;
  let state: State = { status: "connecting" };
  let sid = "";
  /** When the last join was sent or, once it is live, was answered. */
  let since = 0;
  let volatiles = 0;
  /** The connections that were lost since a stable one, which counts as -1. */
  let failures = 0;
  let faults = 0;
  /** The event that the last server may have died of. */
  let suspect = 0;
  /** The event that a server was last lost at, and how often in a row. */
  let accused: number | undefined;
  let accusations = 0;
  /** Whether the last frame said that the server had come to an event that was suspected before. */
  let isAnnounced = false;
  let spread: Spread | undefined;
  /** The last stored event that was sent on the current socket. */
  let posted = 0;
  /** The events on the current socket that are not answered. */
  const flying = new Map<number, Item>();
  const tab = openTab(environment);
  const listening = new AbortController();
  const hasEnded = () => listening.signal.aborted;

  const guard = (run: () => void) => {
    try {
      run();
    } catch (error) {
      environment.reportError(error);
    }
  };
  /** Nothing but the last status is told after the end, also if the application ends the view in a callback. */
  const tell = (run: () => void) => hasEnded() || guard(run);

  const become = (next: State) => {
    const last = state;
    state = next;
    environment.clearTimeout(last.timer);
    if (next.status !== last.status) guard(() => options.onStatus?.(next.status));
  };
  const open = () => become({ status: "connecting", socket: openSocket(environment, address, owner) });
  const wait = (ms: number) => {
    if (!ms) return open();
    become({ status: "waiting", timer: environment.setTimeout(open, ms) });
  };
  /** Leaves the socket, and what belongs to it alone. */
  const leave = () => {
    state.socket?.leave();
    flying.clear();
    line.outbox.settleTo("offline", -1);
    if (line === home) return;
    line.outbox.settleTo("reset");
    line = home;
    suspect = 0;
  };
  const stop = (status: Final) => {
    listening.abort();
    leave();
    tab.release();
    home.outbox.settleTo("closed");
    become({ status });
  };
  const reset = () => {
    // The events first: a page that dies in between then still has the token that this is decided by.
    home.outbox.drop();
    home.vault.drop();
  };

  /** The token is another tab's, and so are the events that came with it. */
  const fork = () => {
    const held = home.vault.held();
    if (!held || held.isCopy) return;
    // The events first: a page that dies in between then asks again.
    home.outbox.fork(held.seen);
    home.vault.fork();
  };

  const post = (n: number, item: Item) => {
    flying.set(n, item);
    state.socket?.transmit(frameOf(n, item, environment.Date.now()));
  };
  /** Sends what the server may be expected to have room for: the storage can hold more, if snapshots have none there. */
  const postAll = () => {
    for (const [n, item] of line.outbox.above(posted)) {
      if (state.status === "live" && flying.size < maxOutboxEvents) {
        posted = n;
        post(n, item);
      }
    }
  };

  const joined = ({ t, data, ...frame }: JoinedFrame, socket: Socket) => {
    const { outcome, reason, seen } = frame;
    const ms = performance.now() - since;
    since += ms;
    sid = frame.sid;
    // The tab's own line waits for a server that is new enough. What happens in the stand-in is of this connection.
    if (reason === "newer") line = openLine(openStore("", () => undefined));
    else if (outcome === "new" && (reason || home.vault.held())) reset();
    else if (outcome === "forked") fork();
    if (line === home) tab.take(sid, () => {});
    line.outbox.arrived(seen);
    if (outcome !== "adopted") line.outbox.raise(suspect);
    suspect = 0;
    posted = seen;
    become({ status: "live", socket });
    postAll();
    tell(() => options.onJoined?.({ ...frame, ms }));
    tell(() => options.onRender?.(data, seen));
  };

  const keep = (frame: KeepFrame, socket: Socket) => {
    const { gen, seq, seen, bytes: stateBytes, token } = frame;
    const stored = line.vault.hold(sid, frame);
    if (!stored) return;
    const isKept = stored === "kept";
    line.outbox.covered(seen, isKept);
    socket.transmit(isKept ? { t: "kept", gen, seq } : { t: "unkept", gen, seq, why: stored });
    tell(() => options.onSnapshot?.({ gen, seq, seen, stateBytes, tokenBytes: token.length, stored }));
  };

  const done = ({ n, reply, error }: DoneFrame) => {
    flying.delete(n);
    line.outbox.settle(n, error, reply);
    // No snapshot ever comes for a stand-in.
    if (line !== home) line.outbox.covered(n, false);
    postAll();
  };

  /** Suspects an event at which the server was lost, unless servers are lost all the time. */
  const accuse = (n: number, item: Item) => {
    if (n !== accused) accusations = failures < 0 ? PATIENCE : 0;
    accused = n;
    if ((isAnnounced || item[3] < 2) && ++accusations > PATIENCE) suspect ||= n;
  };

  /** Accuses the first one that the server had not answered. */
  const accuseFirst = () => {
    for (const [n, item] of flying) if (n > 0) return accuse(n, item);
  };

  /** Finds what a server closed for, or which event it may have died of. One that says why it closes is alive. */
  const blame = (code: number, isLive: boolean) => {
    if (code === TOO_LARGE && isLive) {
      const largest = [...flying].sort((a, b) => b[1][4] - a[1][4])[0]?.[0] ?? 0;
      line.outbox.raise(largest, true);
      line.outbox.settle(largest, "too-large");
    } else if (code === TOO_LARGE) {
      // Only the join was sent, and only the token in it is of the tab's making.
      reset();
    } else if (code !== RESTART && code < 4000) {
      accuseFirst();
    }
  };

  const retry = (code: number) => {
    const [min, max] = spread ?? spreadAfter(code, failures, environment.document.hidden);
    failures++;
    spread = undefined;
    wait(min + environment.Math.random() * (max - min));
  };

  const owner: SocketOwner = {
    opened(socket) {
      let attempt = home.vault.nextAttempt(environment.Date.now());
      if (!attempt) {
        home.outbox.settleTo("closed");
        home = line = openLine(use);
        attempt = home.vault.nextAttempt(environment.Date.now());
      }
      const held = home.vault.held();
      const [token, patch] = held?.tokens ?? [];
      const join = (isCopy?: boolean) => {
        if (state.socket !== socket) return;
        if (isCopy) fork();
        guard(() => {
          joinParams = readParams(params);
        });
        socket.transmit({ t: "join", view, attempt, token, patch, fork: isCopy, params: joinParams });
        since = performance.now();
        volatiles = 0;
      };
      if (held && !held.isCopy) tab.take(held.sid, join);
      else join(held?.isCopy);
    },
    received(frame, socket) {
      const isLive = state.status === "live";
      isAnnounced = frame.t === "pong";
      if (frame.t === "bye") spread = frame.retry;
      else if ((frame.t === "joined") === isLive) socket.end(PROTOCOL_ERROR);
      else if (frame.t === "joined") joined(frame, socket);
      else if (frame.t === "keep") keep(frame, socket);
      else if (frame.t === "render") tell(() => options.onRender?.(frame.data, frame.seen));
      else if (frame.t === "done") done(frame);
    },
    lost(code) {
      const isLive = state.status === "live";
      if (isLive && performance.now() - since >= STABLE_MS) {
        faults = 0;
        failures = -1;
      }
      blame(code, isLive);
      leave();
      faults = code === PROTOCOL_ERROR || (code === TOO_LARGE && !isLive) ? faults + 1 : 0;
      if (faults === MAX_FAULTS) stop("failed");
      else if (code === OUTDATED) stop("outdated");
      // With the lock, the instance is this tab's: a socket that it has given up was in the way.
      else if (code === SUPERSEDED && !tab.isLocked()) stop("superseded");
      else retry(code);
    },
  };

  const paged = ({ type }: { readonly type: string }) => {
    if (type === "pagehide") {
      // An open socket would keep the page out of the back/forward cache.
      leave();
      tab.release();
      wait(PAUSE_MS);
    } else if (!environment.document.hidden) {
      if (state.status === "waiting") open();
      if (state.status === "live") state.socket.probe(WAKE_DEADLINE_MS);
    }
  };

  const refusal = (bytes: number, volatile?: boolean): ErrorCode | undefined => {
    if (hasEnded()) return "closed";
    if (bytes > maxEventBytes) return "too-large";
    return volatile && state.status !== "live" ? "offline" : undefined;
  };

  const send: LiveView["send"] = (name, data = null, { volatile } = {}) => {
    const item = readEvent(name, data, environment.Date.now());
    const code = refusal(item[4], volatile);
    const n = code ? 0 : !volatile ? line.outbox.add(item) : flying.size < maxOutboxEvents ? --volatiles : 0;
    const promise = line.outbox.promise(n);
    if (!n) line.outbox.settle(n, code ?? "full");
    else if (volatile) post(n, item);
    else postAll();
    return promise;
  };

  const close = () => {
    if (!hasEnded()) stop("closed");
  };

  open();
  for (const type of ["online", "pageshow", "resume", "visibilitychange", "pagehide"]) {
    // Captured, because some of these events happen at the document and do not bubble.
    environment.addEventListener(type, paged, { signal: listening.signal, capture: true });
  }
  return {
    get status() {
      return state.status;
    },
    send,
    close,
    forget() {
      reset();
      close();
    },
  };
}
