import type { WebSocketLike } from "../../src/environment.js";
import type { EventFrame, JoinFrame, TabFrame } from "../../src/frames.js";

/** The server's end of a WebSocket. */
export class FakeSocket implements WebSocketLike {
  onopen: WebSocketLike["onopen"] = null;
  onmessage: WebSocketLike["onmessage"] = null;
  onclose: WebSocketLike["onclose"] = null;
  /** What the tab has sent. */
  readonly sent: TabFrame[] = [];
  /** Whether the tab has closed it. */
  isClosed = false;
  /** Called for every frame that the tab sends. */
  answer: (frame: TabFrame) => void = () => {};

  readonly url: string;
  readonly protocol: string;

  constructor(url: string, protocol: string) {
    this.url = url;
    this.protocol = protocol;
  }

  get join(): JoinFrame {
    const [first] = this.sent;
    if (first?.t !== "join") throw new Error("no join was sent");
    return first;
  }

  get events(): EventFrame[] {
    return this.sent.filter((frame) => frame.t === "event");
  }

  get numbers(): number[] {
    return this.events.map(({ n }) => n);
  }

  send(text: string): void {
    if (this.isClosed) return;
    const frame: TabFrame = JSON.parse(text);
    this.sent.push(frame);
    this.answer(frame);
  }

  close(): void {
    this.isClosed = true;
  }

  /** The handshake succeeds. */
  open(): void {
    this.onopen?.call(this as never, {} as Event);
  }

  receive(frame: object): void {
    this.receiveText(JSON.stringify(frame));
  }

  receiveText(text: unknown): void {
    this.onmessage?.call(this as never, { data: text } as MessageEvent);
  }

  /** The connection ends, by default without a close frame. */
  cut(code = 1006, reason = ""): void {
    this.isClosed = true;
    this.onclose?.call(this as never, { code, reason } as CloseEvent);
  }
}
