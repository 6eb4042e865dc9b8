/** What a frame of the server is to the strip. */
export interface WireListener {
  /** A render has come: all of it, or what it differs in from the one before. */
  onRender(bytes: number, isPatch: boolean): void;
  /** The server has let go of the state, or has it again. */
  onSleep(isAsleep: boolean): void;
}

interface Frame {
  readonly t?: string;
  readonly data?: unknown;
  readonly check?: number;
}

/** Where there is no network, a socket is lost before it is open. */
class Nowhere {
  onclose: ((event: CloseEvent) => void) | null = null;

  constructor() {
    setTimeout(() => this.onclose?.(new CloseEvent("close", { code: 1006 })), 0);
  }

  send(): void {}
  close(): void {}
}

/**
 * The page's sockets, seen from outside: the strip shows what goes over them, and the guided minute cuts them. The library
 * knows nothing of it.
 */
export class Wire {
  readonly #listener: WireListener;
  readonly #open = new Set<WebSocket>();
  #isCut = false;

  constructor(listener: WireListener) {
    this.#listener = listener;
    globalThis.WebSocket = new Proxy(WebSocket, {
      construct: (Native, [url, protocols]) =>
        this.#isCut ? new Nowhere() : this.#watch(new Native(url, protocols)),
    });
  }

  /** Takes the network away for a while, as far as this page's sockets go. */
  cut(ms: number): void {
    this.#isCut = true;
    for (const socket of this.#open) {
      const { onclose } = socket;
      socket.onclose = null;
      socket.close();
      onclose?.call(socket, new CloseEvent("close", { code: 1006 }));
    }
    setTimeout(() => {
      this.#isCut = false;
    }, ms);
  }

  #watch(socket: WebSocket): WebSocket {
    let parts = "";
    this.#open.add(socket);
    socket.addEventListener("close", () => this.#open.delete(socket));
    // The plain one offers no protocol, and its renders are always whole.
    socket.addEventListener("message", ({ data }) => {
      const text = String(data);
      if (text[0] === "+") parts += text.slice(1);
      else if (socket.protocol) {
        this.#received(parts + text);
        parts = "";
      }
    });
    return socket;
  }

  #received(text: string): void {
    const frame = read(text);
    if (frame.t === "asleep") this.#listener.onSleep(true);
    else if (frame.t !== "pong") this.#listener.onSleep(false);
    if (frame.t !== "render" && frame.t !== "joined") return;
    const bytes = new TextEncoder().encode(JSON.stringify(frame.data ?? null)).length;
    this.#listener.onRender(bytes, frame.t === "render" && frame.check !== undefined);
  }
}

function read(text: string): Frame {
  try {
    return JSON.parse(text) as Frame;
  } catch {
    return {};
  }
}
