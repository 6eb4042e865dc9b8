import { connect } from "@livestash/client";
import type { Link, LinkListener, Stash } from "./link.js";
import type { Picture } from "./picture.js";

/** The largest CSV with every character escaped in JSON; the server's limit is the same. */
const MAX_EVENT_BYTES = 4 << 20;
/** One upload and many edits may wait for the server. */
const MAX_OUTBOX_BYTES = 5 << 20;

/** Connects with LiveStash: the server's state comes back from this tab's token, whatever happens to the server. */
export function openLive(listener: LinkListener, stash: Stash): Link {
  const view = connect(`live?stash=${stash}`, {
    view: "sheet",
    survives: "tab",
    params: () => listener.params(),
    maxEventBytes: MAX_EVENT_BYTES,
    maxOutboxBytes: MAX_OUTBOX_BYTES,
    onStatus: (status) => listener.onStatus(status),
    onJoined: (arrival) => listener.onArrival(arrival),
    onRender: (data) => listener.onPicture(data as Picture),
    onSnapshot: (snapshot) => listener.onSnapshot(snapshot),
  });
  return {
    get status() {
      return view.status;
    },
    retry: () => view.retry(),
    send: (name, data, passing = false) => view.send(name, data, { volatile: passing }),
  };
}
