import { refuse } from "./answer.js";
import type { Attachment, Tell } from "./attachment.js";
import { type Connecting, type Connection, type ConnectionOwner, openConnection } from "./connection.js";
import { readEvent } from "./event.js";
import { openInstance } from "./instance.js";
import { type ConnectOptions, type Final, type LiveView, readParams, readSettings } from "./options.js";
import { watchPage } from "./page.js";
import { openRetry } from "./retry.js";
import { openStore } from "./storage.js";
import { openTab } from "./tab.js";

/** For a page that was hidden but not put away, and is not told that it is back. */
const PAUSE_MS = 20_000;

/** What the view is doing, and what there is of it just then. */
type State = Readonly<
  | { status: "connecting"; connection: Connection; attachment?: undefined; timer?: undefined }
  | { status: "live"; connection: Connection; attachment: Attachment; timer?: undefined }
  | { status: "waiting"; connection?: undefined; attachment?: undefined; timer: unknown }
  | { status: Final; connection?: undefined; attachment?: undefined; timer?: undefined }
>;

/**
 * Connects this tab to a view, and keeps it connected: with the state that the tab holds, if it holds one.
 *
 * @param url where the server has the view's socket: relative to the page, or http(s), or ws(s)
 * @throws SyntaxError or TypeError if the address is none; in the development build a TypeError, too, if an option is out
 *   of its bounds
 */
export function connect(url: string | URL, options: ConnectOptions): LiveView {
  const settings = readSettings(options);
  const { environment, view, survives, maxEventBytes } = settings;
  const { params } = options;
  let lastParams = readParams(params);
  const address = new URL(url, environment.location.href).href.replace(/^http/, "ws");
  const use = openStore(`livestash:${view}:`, () =>
    survives === "reconnect" ? null : environment.sessionStorage,
  );
  const own = openInstance(settings, use);
  const tab = openTab(environment);
  const retry = openRetry(environment);
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
  const tell: Tell = (run) => hasEnded() || guard(() => run(options));
  const common: Connecting = {
    ...settings,
    address,
    own,
    tab,
    tell,
    joinParams() {
      guard(() => {
        lastParams = readParams(params);
      });
      return lastParams;
    },
  };

  const become = (next: State) => {
    const last = state;
    state = next;
    environment.clearTimeout(last.timer);
    if (next.status !== last.status) guard(() => options.onStatus?.(next.status));
  };
  const connecting = (): State => ({ status: "connecting", connection: openConnection(common, owner) });
  const open = () => become(connecting());
  const wait = (ms: number) => {
    if (!ms) return open();
    become({ status: "waiting", timer: environment.setTimeout(open, ms) });
  };
  const leave = () => state.connection?.leave();
  const stop = (status: Final) => {
    listening.abort();
    leave();
    tab.release();
    own.outbox.settleTo({ error: "closed" });
    become({ status });
  };
  const close = () => {
    if (!hasEnded()) stop("closed");
  };

  const owner: ConnectionOwner = {
    attached(attachment) {
      const { connection } = state;
      if (connection) become({ status: "live", connection, attachment });
    },
    advised: retry.advise,
    lost(code, reached) {
      const next = retry.after(code, reached, tab.isLocked());
      if (typeof next === "number") wait(next);
      else stop(next);
    },
  };

  const send: LiveView["send"] = (name, data = null, { volatile } = {}) => {
    const event = readEvent(name, data, environment.Date.now());
    const attachment = state.attachment;
    if (hasEnded()) return refuse("closed");
    if (event.bytes > maxEventBytes) return refuse("too-large");
    if (volatile) return attachment ? attachment.sendVolatile(event) : refuse("offline");
    const promise = (attachment?.instance ?? own).add(event);
    attachment?.sendStored();
    return promise;
  };

  let state = connecting();
  watchPage(environment, listening.signal, {
    putAway() {
      // An open socket would keep the page out of the back/forward cache.
      leave();
      tab.release();
      wait(PAUSE_MS);
    },
    back() {
      if (state.status === "waiting") open();
      else if (state.status === "live") state.connection.probe();
    },
  });
  return {
    get status() {
      return state.status;
    },
    send,
    close,
    forget() {
      own.reset();
      close();
    },
  };
}
