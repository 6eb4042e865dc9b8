import type { Environment } from "./environment.js";
import { type JsonObject, type Outcome, type Reason, type Unstored, utf8Bytes } from "./frames.js";
import { need } from "./misuse.js";
import type { Stored } from "./storage.js";
import type { EventName, PushArguments, ReplyOf, SendArguments, UntypedView, ViewTypes } from "./typed.js";

/**
 * What a view is doing.
 *
 * - `connecting`: a connection is being made; events are taken in and wait.
 * - `live`: the server answers.
 * - `waiting`: the connection was lost; the next one is due soon. Events are taken in and wait.
 * - `closed`: by `close` or `forget`. Final, as are the next four.
 * - `superseded`: another connection has taken the view over.
 * - `outdated`: the server does not speak this module's protocol any more; a reload fetches a newer one.
 * - `refused`: the application on the server has sent this tab away; `onStatus` is told why.
 * - `failed`: three protocol errors in a row. Retrying would not help.
 */
export type Status =
  | "connecting"
  | "live"
  | "waiting"
  | "closed"
  | "superseded"
  | "outdated"
  | "refused"
  | "failed";

/**
 * What does not get through: each of the last connections, three at least, was lost while it had no answer. (An event that is
 * stored anew meanwhile counts from then on.)
 */
export interface Stuck {
  /** The event's name; or `join`, which a connection begins with, and which brings the tab's token. */
  readonly name: string;
  /** The size of its frame, about. */
  readonly bytes: number;
}

/** Why a view waits, and until when. */
export interface Waiting {
  /**
   * Why there is no connection.
   *
   * - from 1000 on: it was lost, and this is its close code (RFC 6455 section 7.4; PROTOCOL.md has LiveStash's own). 1006: it
   *   broke, or was silent for too long. 1001: also, the page was put away.
   * - 1 to 499: the server refuses it. This is the HTTP status that the address answers to a plain `GET` with the page's
   *   cookies. 401, 403: not for this user. 404: nothing is there. 426: a view is there, but something on the way does not
   *   let WebSockets through, or the server does not serve this page's origin. 200: something else is there, such as a
   *   page to sign in.
   * - 0: none came about. The server is away, or the network is. So it looks, too, where a server of another origin refuses
   *   it, unless that lets this page read its answers (CORS).
   */
  readonly code: number;
  /** When the next connection is due, in milliseconds since 1970. It is made earlier if page or network come back. */
  readonly until: number;
  /** What does not get through, if that is so. It goes on being tried, more and more rarely, and is not lost. */
  readonly stuck?: Stuck | undefined;
}

/** How a view came to be live. */
export interface Arrival {
  /** The instance: 22 characters. Another one than before means another state. */
  readonly sid: string;
  /** The generation: one more at each arrival of an instance. */
  readonly gen: number;
  /** Where the state came from. */
  readonly outcome: Outcome;
  /**
   * With `new`: why the tab's token was not used. With `forked`: `stale`, if the tab has had a later state than this one,
   * which is lost.
   */
  readonly reason?: Reason;
  /** The last event that the state contains. */
  readonly seen: number;
  /** How many events the state does not contain though they were answered, where that is known: see `onUnprotected`. */
  readonly lost?: number;
  /** From asking to arriving, in milliseconds. */
  readonly ms: number;
}

/** That no snapshot of the newest state can be stored. */
export interface Unprotected {
  /** The last event that the state contains. */
  readonly seen: number;
  /**
   * `oversize`: it is over the server's limit; `unwritable`: it is no JSON; `unavailable`: the server's store is away;
   * `quota` and `blocked`: the tab could not store it, and there is no store.
   */
  readonly why: Unstored;
}

/** A snapshot that the server had the tab store. */
export interface Snapshot {
  readonly gen: number;
  readonly seq: number;
  /** The last event that the snapshot contains. */
  readonly seen: number;
  /** The size of the state as JSON, in bytes. */
  readonly stateBytes: number;
  /** The size of the token, in bytes. */
  readonly tokenBytes: number;
  /**
   * `kept`: stored. `quota` and `blocked`: the tab's storage is full, or there is none; the snapshot is in memory and
   * outlives the connection, but not the page.
   */
  readonly stored: Stored;
}

/** Settings of {@link connect}. */
export interface ConnectOptions<V extends ViewTypes = UntypedView> {
  /**
   * The view's name on the server: 1 to 64 of `A-Z a-z 0-9 . _ -`. Where one view stands several times on a page,
   * a slash and a name of the same alphabet follow: `counter/left`. A tab has one connection for each name.
   *
   * The tab finds its state by this name alone, whatever the URL and `params` are: a view that has a state for each thing
   * is named after it, as in `board/42`.
   */
  readonly view: string;
  /**
   * What the view reads at its start, at most 64 KiB as JSON; a state that comes back is the one of its name, with other
   * `params` as well. A function is called at once and at every join, and must not be async. Default: `{}`.
   */
  readonly params?: object | (() => object);
  /**
   * How long the tab keeps the state.
   *
   * - `tab` (default): for the tab's whole life, also when the user navigates away and back.
   * - `reload`: over reloads; a page that was reached in any other way starts anew.
   * - `reconnect`: in memory only; a reload starts anew.
   */
  readonly survives?: "reconnect" | "reload" | "tab";
  /** The most events that may wait, and that may be on their way at once, 1 to 500. Default: 256. */
  readonly maxOutboxEvents?: number;
  /** The most bytes that waiting events may have together. Default: 1,048,576. */
  readonly maxOutboxBytes?: number;
  /** The most bytes of UTF-8 that one event's frame may have; not more than the server's limit. Default: 65,536. */
  readonly maxEventBytes?: number;
  /**
   * Draws the view. Called at each arrival and each change.
   *
   * @param data what the view rendered: yours to read; the next one may come as a patch on it, so copy what you change
   * @param seen the last event that the render contains
   */
  onRender?(data: V["render"], seen: number): void;
  /**
   * Called with what the server has told the page that is no state, such as a toast (`Context.push`). It comes at most once,
   * and not at all while the view is not live.
   */
  onPush?(...push: PushArguments<V>): void;
  /**
   * Called when the status has changed; the first one, `connecting`, is not announced.
   *
   * @param waiting with `waiting`: why, and until when
   * @param reason with `refused`: why, in the application's own words
   */
  onStatus?(status: Status, waiting?: Waiting, reason?: string): void;
  /** Called when the view has become live, before its first `onRender`. */
  onJoined?(arrival: Arrival): void;
  /** Called when the server has been at an event for a quarter of a second, and when it comes to one that a server may have died of. */
  onWorking?(): void;
  /**
   * Called when the newest state is in the server's memory only, and with each change until a snapshot is stored again. If
   * that server is lost, the events are sent again as far as the tab has room for them; how many are lost, the next arrival
   * says.
   */
  onUnprotected?(unprotected: Unprotected): void;
  /** Called when a snapshot has come, and was stored or not. */
  onSnapshot?(snapshot: Snapshot): void;
  /** Stands for the browser's `window` in tests. */
  readonly environment?: Environment;
}

/** A view that is connected, or tries to be. */
export interface LiveView<V extends ViewTypes = UntypedView> {
  /** What the view is doing right now. */
  readonly status: Status;
  /** Why it waits, and until when; undefined while it does not wait. */
  readonly waiting: Waiting | undefined;
  /**
   * Sends an event.
   *
   * It is stored first, and sent as often as it takes until a stored snapshot of the server contains it: it is in the
   * state exactly once, also if connection, server or page are lost meanwhile. A volatile event is not stored, and is
   * sent once if the view is live.
   *
   * @param name the handler, 1 to 64 characters (UTF-16 units)
   * @param args the handler's argument: JSON, nested less than 64 deep, copied at once. Default: `null`. And how it is sent
   * @returns what the handler replied, a JSON value; `undefined` if it did not, or if its reply was lost on the way. The promise is
   *   rejected with a `LiveStashError`
   * @throws TypeError in the development build, if `name` or `data` is not as said here. The production build sends it,
   *   and the server closes with a protocol error
   */
  send<N extends EventName<V>>(name: N, ...args: SendArguments<V, N>): Promise<ReplyOf<V, N>>;
  /** Connects at once, if it waits; if it is live, asks at once whether the server is there. Does nothing after the end. */
  retry(): void;
  /**
   * Ends the connection and keeps what is stored: the next `connect` in this tab goes on from there and sends the
   * events that were not answered, as far as they are stored (see `survives`). Their promises here are rejected with
   * `closed`.
   */
  close(): void;
  /**
   * Erases what the tab has stored for this view (but for the number of its last join, which tells a page that comes back
   * that it is not the last one), rejects the open promises with `reset`, and ends the connection.
   */
  forget(): void;
}

/** The statuses that a view does not leave any more. */
export type Final = Exclude<Status, "connecting" | "live" | "waiting">;

/** The settings of a view: who needs one takes the default of one that is not given. What the application is told is not among them. */
export interface Settings
  extends Pick<
    ConnectOptions,
    "view" | "survives" | "maxOutboxEvents" | "maxOutboxBytes" | "maxEventBytes" | "environment"
  > {}

export const MAX_OUTBOX_EVENTS = 256;
export const MAX_OUTBOX_BYTES = 1_048_576;
export const MAX_EVENT_BYTES = 65_536;

const NAME = /^[\w.-]{1,64}(\/[\w.-]{1,64})?$/;

const MAX_PARAMS_BYTES = 65_536;

/** What cannot be done without. */
const NEEDED = ["WebSocket", "performance", "setTimeout", "clearTimeout", "Date", "Math"] as const;

/** Throws at a setting that is wrong, and says which one. As all checks for the programmer, in development only. */
export function checkSettings(
  {
    view,
    survives = "tab",
    maxOutboxEvents = MAX_OUTBOX_EVENTS,
    maxOutboxBytes = MAX_OUTBOX_BYTES,
    maxEventBytes = MAX_EVENT_BYTES,
  }: Settings,
  environment: Environment,
): void {
  for (const name of NEEDED) need(!!environment[name], `environment: it has no ${name}`);
  need(typeof view === "string" && NAME.test(view), "view");
  need(/^(tab|reload|reconnect)$/.test(survives), "survives");
  need(maxOutboxEvents > 0 && maxOutboxEvents <= 500, "maxOutboxEvents");
  need(maxEventBytes > 0 && maxEventBytes <= maxOutboxBytes, "maxEventBytes");
}

/** Returns the join's parameters, or throws. */
export function readParams(params: ConnectOptions["params"] = {}): JsonObject {
  const value = (typeof params === "function" ? params() : params) as JsonObject;
  if (__DEV__) {
    // As JSON, a promise, a URLSearchParams or a Map is `{}`.
    const kind = Object.prototype.toString.call(value);
    need(kind === "[object Object]", `params: a plain object, and this is ${kind}`);
    const text = JSON.stringify(value);
    need(text?.[0] === "{" && utf8Bytes(text) <= MAX_PARAMS_BYTES, "params");
  }
  return value;
}
