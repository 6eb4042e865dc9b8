import { refuse } from "./answer.js";
import { type Attachment, openAttachment, type Tell } from "./attachment.js";
import { GOING_AWAY, JOINING, LIVE, PROTOCOL_ERROR, type Reached, STABLE, TOO_LARGE } from "./closes.js";
import type { Environment } from "./environment.js";
import { readEvent } from "./event.js";
import type { JoinedFrame } from "./frames.js";
import { openInstance } from "./instance.js";
import { freeName } from "./name.js";
import {
  type ConnectOptions,
  checkSettings,
  type Final,
  type LiveView,
  MAX_EVENT_BYTES,
  readParams,
  type Stuck,
  type Waiting,
} from "./options.js";
import { watchPage } from "./page.js";
import { openReasons } from "./reason.js";
import { openRetry } from "./retry.js";
import { openSocket, type Socket, type SocketOwner, WAKE_DEADLINE_MS } from "./socket.js";
import { openStore } from "./storage.js";
import { type Claim, COPY, openTab, UNSURE } from "./tab.js";
import type { SendOptions, UntypedView, ViewTypes } from "./typed.js";

/** How long a connection has to be live to count as one that works. */
const STABLE_MS = 5_000;
/**
 * How long a server may take to answer whose way is short: it is at a handler, and the page has just come back. A socket that
 * takes longer to open may have been opened when there was no network.
 */
const PROMPT_MS = 1_500;
/** For a page that was hidden but not put away, and is not told that it is back. */
const PAUSE_MS = 20_000;

/** What the view is doing, and what there is of it just then. */
type State = Readonly<
  | {
      status: "connecting";
      socket?: Socket;
      attachment?: undefined;
      timer?: undefined;
      waiting?: undefined;
    }
  | { status: "live"; socket: Socket; attachment: Attachment; timer?: undefined; waiting?: undefined }
  | { status: "waiting"; socket?: undefined; attachment?: undefined; timer: unknown; waiting: Waiting }
  | { status: Final; socket?: undefined; attachment?: undefined; timer?: undefined; waiting?: undefined }
>;

/**
 * Connects this tab to a view, and keeps it connected: with the state that the tab holds, if it holds one.
 *
 * @typeParam V what the view renders, and its events: then a wrong event or datum does not compile
 * @param url where the server has the view's socket: http(s), or ws(s), or relative to the document's base URL, as for
 *   the browser's own `WebSocket`; in a worker, to the address of its script
 * @throws SyntaxError or TypeError if the address is none; in the development build a TypeError, too, if an option is out
 *   of its bounds, or the browser lacks what cannot be done without
 */
export function connect<V extends ViewTypes = UntypedView>(
  url: string | URL,
  options: ConnectOptions<V>,
): LiveView<V>;
export function connect(url: string | URL, options: ConnectOptions): LiveView {
  const {
    environment = globalThis as unknown as Environment,
    view,
    survives,
    maxEventBytes = MAX_EVENT_BYTES,
  } = options;
  if (__DEV__) checkSettings(options, environment);
  const { performance } = environment;
  const { params } = options;
  let joinParams = readParams(params);
  const base = environment.document?.baseURI ?? environment.location?.href;
  const { href, host } = new URL(url, base);
  const address = href.replace(/^http/, "ws");
  /** By this the page's views tell each other that the server is there. */
  const news = `//${host}`;
  const name = freeName(environment, view);
  const use = openStore(`${name}:`, () => survives !== "reconnect" && environment.sessionStorage);
  /** The tab's own instance. */
  const own = openInstance(environment, options, use);
  const tab = openTab(environment);
  const retry = openRetry(environment);
  const reasonOf = openReasons(environment, address);
  const listening = new AbortController();
  const { signal } = listening;
  /** What is on its way until `joined`, */
  const joining = { name: "join", bytes: 0 };
  /** the first thing that was not answered when the last connection was lost, */
  let stuck: Stuck | undefined;
  /** and at how many losses before that it was the same. */
  let losses = 0;
  /** When the last socket was opened, */
  let openedAt = 0;
  /** and what number its join has; */
  let attempt = 0;
  /** when the last join was sent, */
  let askedAt = -1;
  /** and how long the last one took that was answered. */
  let ms = 0;
  /** How far the last connection had come that was lost. */
  let last: Reached | undefined;

  const guard = (run: () => void) => {
    try {
      run();
    } catch (error) {
      // Not `reportError`: jsdom has none, and zone.js and what builds on it do not see what goes there.
      environment.setTimeout(() => {
        throw error;
      });
    }
  };
  /** Nothing but the last status is told after the end, also if the application ends the view in a callback. */
  const tell: Tell = (callback, ...said) =>
    signal.aborted ||
    guard(() => (options[callback] as ((...said: unknown[]) => void) | undefined)?.(...said));

  let state: State = { status: "connecting" };

  const become = (next: State, reason?: string) => {
    const last = state;
    state = next;
    environment.clearTimeout(last.timer);
    if (next.status !== last.status) guard(() => options.onStatus?.(next.status, next.waiting, reason));
  };
  const open = () => {
    openedAt = performance.now();
    // At once, so that a page that is back from where it was put away numbers its events behind those of the one between.
    attempt = own.nextAttempt();
    become({ status: "connecting", socket: openSocket(environment, address, owner) });
  };
  const wait = (ms: number, code: number) => {
    if (!ms) open();
    else
      become({
        status: "waiting",
        timer: environment.setTimeout(open, ms),
        waiting: { code, until: environment.Date.now() + ms, stuck: losses > 1 ? stuck : undefined },
      });
  };
  /** Leaves the socket, and what belongs to it alone. */
  const leave = () => {
    state.socket?.leave();
    state.attachment?.end();
  };
  const stop = (status: Final, reason?: string) => {
    listening.abort();
    leave();
    tab.release();
    own.outbox.settleTo({ error: "closed" });
    become({ status }, reason);
  };
  const close = () => {
    if (!signal.aborted) stop("closed");
  };

  /** Asks for the instance of the token that the tab holds, or for a new one. */
  const join = (socket: Socket) => {
    const held = own.vault.held();
    const [token, patch] = held?.tokens ?? [];
    const ask = (claim: Claim) => {
      // It may take a while to find out whose the instance is.
      if (state.socket !== socket) return;
      guard(() => {
        joinParams = readParams(params);
      });
      if (claim) own.fork();
      joining.bytes = socket.transmit({
        t: "join",
        view,
        attempt,
        token,
        patch,
        fork: claim,
        trimmed: own.outbox.trimmed(),
        parts: true,
        patches: true,
        shows: own.vault.isShown,
        params: joinParams,
      });
      askedAt = performance.now();
    };
    if (held && !held.marks) tab.take(held.sid, ask);
    else ask(held ? COPY : UNSURE);
  };

  const joined = (frame: JoinedFrame, socket: Socket) => {
    // It was told so before, and has nothing of its own since: now it may go on from further back.
    if (frame.outcome === "forked" && (own.vault.held()?.marks as number) > 1)
      (frame as { reason?: string }).reason ??= "stale";
    const instance = own.arrive(frame);
    const { t, data, check, answers, ...arrival } = frame;
    if (instance === own) tab.take(frame.sid);
    const attachment = openAttachment(instance, frame, socket, environment, options.maxOutboxEvents, tell);
    ms = attachment.since - askedAt;
    // Whoever was lost soon after it was live brings no news: two of those would wake each other without end.
    if (last !== LIVE) environment.dispatchEvent?.(new Event(news));
    become({ status: "live", socket, attachment });
    // The application was told a new status, and may have closed the view.
    if (state.attachment) attachment.sendStored();
    tell("onJoined", { ...arrival, ms });
    attachment.received({ ...frame, t: "render" });
  };

  const reached = (): Reached => {
    if (!state.attachment) return JOINING;
    return performance.now() - state.attachment.since >= STABLE_MS ? STABLE : LIVE;
  };
  const unanswered = (first: Stuck | undefined) => {
    losses = first && first === stuck ? losses + 1 : 0;
    stuck = first;
  };
  const owner: SocketOwner = {
    opened: join,
    received(frame, socket) {
      const { attachment } = state;
      if (frame.t === "bye") retry.advise(frame.retry);
      if (attachment && frame.t !== "joined") attachment.received(frame);
      else if (!attachment && frame.t === "joined") joined(frame, socket);
      else if (frame.t !== "bye" && frame.t !== "pong") socket.end(PROTOCOL_ERROR);
    },
    isOwed: () => state.attachment?.isOwed(),
    lost(code, reason) {
      last = reached();
      // A socket that never opened says nothing of frames.
      if (code) unanswered(state.attachment ? state.attachment.lost(code) : joining);
      // Only the join was sent, and only the token in it is of the tab's making.
      if (!last && code === TOO_LARGE) own.reset();
      leave();
      // What got nowhere does not begin anew at once.
      const next = retry.after(code, last && losses ? LIVE : last, tab.isLocked());
      if ((next as number) >= 0) wait(next as number, reasonOf(code));
      else stop(next as Final, reason);
    },
  };

  const send = (name: string, data: unknown = null, how?: SendOptions): Promise<unknown> => {
    const event = readEvent(name, data, environment.Date.now());
    const attachment = state.attachment;
    if (signal.aborted) return refuse("closed", name);
    if (event.bytes > maxEventBytes) return refuse("too-large", name);
    if (how?.volatile) return attachment ? attachment.sendVolatile(event) : refuse("offline", name);
    const promise = (attachment?.instance ?? own).add(event);
    attachment?.sendStored();
    return promise;
  };

  const putAway = () => {
    // An open socket would keep the page out of the back/forward cache.
    leave();
    tab.release();
    wait(PAUSE_MS, GOING_AWAY);
  };
  const back = () => {
    if (state.waiting) open();
    else if (state.attachment)
      state.socket.probe(
        // What is sent may be large, and what the server says in between stands behind it.
        state.attachment.isOwed() ? WAKE_DEADLINE_MS : Math.min(WAKE_DEADLINE_MS, PROMPT_MS + 2 * ms),
      );
    else if (state.socket && askedAt < openedAt && performance.now() - openedAt > PROMPT_MS) {
      leave();
      open();
    }
  };
  // Before anything is watched: an address that the browser refuses throws here.
  open();
  const hidden = () => {
    if (state.attachment) state.socket.transmit({ t: "hidden" });
  };
  watchPage(environment, name, news, signal, putAway, back, hidden);
  return {
    get status() {
      return state.status;
    },
    get waiting() {
      return state.waiting;
    },
    retry: back,
    send,
    close,
    forget() {
      own.reset();
      close();
    },
  };
}
