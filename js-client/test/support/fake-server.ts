import type { EventFrame, JoinFrame, KeptFrame, TabFrame } from "../../src/frames.js";
import type { FakeSocket } from "./fake-socket.js";

interface Session {
  readonly sid: string;
  readonly own: string;
  gen: number;
  seq: number;
  /** The state: the names of the events that were handled, in order. */
  handled: string[];
  socket: FakeSocket;
  /** Whether a keep is not answered yet, and whether something has changed since. */
  isKeeping: boolean;
  isDirty: boolean;
}

/** A server as PROTOCOL.md has it, whose whole state is the list of what was handled. Its token is readable. */
export class FakeServer {
  readonly faults: string[] = [];
  #session: Session | undefined;
  /** The highest snapshot that the tab said it has stored; it outlives the server, as a shared fence does. */
  #kept: [gen: number, seq: number] = [0, 0];
  #attempt = 0;
  #gen = 0;
  #count = 0;
  #line: (frame: () => void) => void = () => {};

  get handled(): string[] {
    return this.#session?.handled ?? [];
  }

  /** Forgets all but the fence. */
  crash(): void {
    this.#session = undefined;
  }

  /** Serves a tab; `line` takes each frame, of both directions, and lets it through when it likes. */
  attach(socket: FakeSocket, line: (frame: () => void) => void): void {
    this.#line = line;
    socket.answer = (frame) => line(() => this.#receive(frame, socket));
    socket.open();
  }

  #send(socket: FakeSocket, frame: object): void {
    this.#line(() => socket.receive(frame));
  }

  #receive(frame: TabFrame, socket: FakeSocket): void {
    const session = this.#session;
    if (frame.t === "join") this.#join(frame, socket);
    else if (frame.t === "ping") this.#send(socket, { t: "pong" });
    else if (session?.socket !== socket) return;
    else if (frame.t === "event") this.#event(frame, session);
    else this.#kept_(frame, session);
  }

  #join({ attempt, token }: JoinFrame, socket: FakeSocket): void {
    if (attempt <= this.#attempt) this.faults.push(`attempt ${attempt} after ${this.#attempt}`);
    this.#attempt = attempt;
    this.#gen++;
    const [sid = "", own = "", gen = "0", seq = "0", names = ""] = token?.split(".") ?? [];
    const session = this.#session;
    const isOurs = session && token && own === session.own;
    if (token && !isOurs && (Number(gen) - this.#kept[0] || Number(seq) - this.#kept[1]) < 0) {
      this.faults.push(`${gen}.${seq} was restored after ${this.#kept.join(".")} was kept`);
    }
    const handled = isOurs ? session.handled : names.split("-").filter(Boolean);
    const fresh = { sid: sid || `${++this.#count}`.padStart(22, "0"), own: `own${this.#gen}`, seq: 0 };
    const next = {
      ...(isOurs ? session : fresh),
      gen: this.#gen,
      handled,
      socket,
      isKeeping: false,
      isDirty: true,
    };
    this.#session = next;
    const outcome = isOurs ? "adopted" : token ? "restored" : "new";
    const seen = handled.length;
    this.#send(socket, { t: "joined", sid: next.sid, gen: next.gen, outcome, seen, data: handled });
    this.#keep(next);
  }

  #event({ n, name }: EventFrame, session: Session): void {
    const seen = session.handled.length;
    if (n > seen + 1) this.faults.push(`${n} after ${seen}`);
    if (n === seen + 1) session.handled = [...session.handled, name];
    session.isDirty = true;
    this.#send(session.socket, { t: "done", n });
    this.#keep(session);
  }

  #keep(session: Session): void {
    if (session.isKeeping || !session.isDirty) return;
    session.isKeeping = true;
    session.isDirty = false;
    const { sid, own, gen, handled, socket } = session;
    const seq = ++session.seq;
    const token = `${sid}.${own}.${gen}.${seq}.${handled.join("-")}`;
    this.#send(socket, { t: "keep", gen, seq, seen: handled.length, bytes: token.length, token });
  }

  #kept_(frame: TabFrame, session: Session): void {
    session.isKeeping = false;
    if (frame.t === "kept") this.#raise(frame);
    this.#keep(session);
  }

  #raise({ gen, seq }: KeptFrame): void {
    if ((gen - this.#kept[0] || seq - this.#kept[1]) > 0) this.#kept = [gen, seq];
  }
}
