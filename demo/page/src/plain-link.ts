import { type EventData, type Link, type LinkListener, Refused } from "./link.js";
import type { Picture } from "./picture.js";

const RETRY_MS = 1_000;

type Frame =
  | { readonly t: "joined" | "render"; readonly data: Picture }
  | { readonly t: "done"; readonly n: number; readonly reply?: unknown; readonly error?: string | null };

interface Open {
  readonly resolve: (reply: unknown) => void;
  readonly reject: (why: Refused) => void;
}

/** The same page without LiveStash: a WebSocket that is dialled again when it is lost, and nothing else. */
export function openPlain(listener: LinkListener): Link {
  return new PlainLink(listener);
}

class PlainLink implements Link {
  status = "connecting";
  readonly #listener: LinkListener;
  readonly #open = new Map<number, Open>();
  #socket: WebSocket;
  #n = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(listener: LinkListener) {
    this.#listener = listener;
    this.#socket = this.#dial();
  }

  send(name: string, data: EventData): Promise<unknown> {
    if (this.status !== "live") return Promise.reject(new Refused("offline"));
    const n = ++this.#n;
    this.#socket.send(JSON.stringify({ t: "event", n, name, data }));
    return new Promise((resolve, reject) => this.#open.set(n, { resolve, reject }));
  }

  #dial(): WebSocket {
    const url = new URL("plain", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    socket.onopen = () => socket.send(JSON.stringify({ t: "join", params: this.#listener.params() }));
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(String(data)) as Frame);
    socket.onclose = () => this.#lost();
    return socket;
  }

  #receive(frame: Frame): void {
    if (frame.t === "done") {
      this.#settle(frame.n, frame.reply, frame.error ?? undefined);
      return;
    }
    if (frame.t === "joined") {
      this.#become("live");
      this.#listener.onArrival({ outcome: "new" });
    }
    this.#listener.onPicture(frame.data);
  }

  #settle(n: number, reply: unknown, error?: string): void {
    const open = this.#open.get(n);
    this.#open.delete(n);
    if (error) open?.reject(new Refused(error));
    else open?.resolve(reply);
  }

  #lost(): void {
    this.#become("waiting");
    for (const n of [...this.#open.keys()]) this.#settle(n, undefined, "offline");
    this.#timer = setTimeout(() => this.retry(), RETRY_MS);
  }

  retry(): void {
    if (this.status !== "waiting") return;
    clearTimeout(this.#timer);
    this.#become("connecting");
    this.#socket = this.#dial();
  }

  #become(status: string): void {
    this.status = status;
    this.#listener.onStatus(status);
  }
}
