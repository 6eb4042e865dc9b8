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

/** What is known of an instance; it outlives the server, as a shared fence does. */
interface Fence {
  attempt: number;
  gen: number;
  /** The highest snapshot that the tab said it has stored. */
  kept: [gen: number, seq: number];
}

/** Takes each frame of a socket, of both directions, and lets it through when it likes. */
export type Line = (frame: () => void) => void;

/** A server as PROTOCOL.md has it, whose whole state is the list of what was handled. Its tokens are readable. */
export class FakeServer {
  readonly faults: string[] = [];
  readonly #sessions = new Map<string, Session>();
  readonly #fences = new Map<string, Fence>();
  readonly #lines = new Map<FakeSocket, Line>();
  #count = 0;

  handled(sid: string): string[] {
    return this.#sessions.get(sid)?.handled ?? [];
  }

  /** Forgets all but the fence. */
  crash(): void {
    this.#sessions.clear();
  }

  /** Serves a tab. */
  attach(socket: FakeSocket, line: Line): void {
    this.#lines.set(socket, line);
    socket.answer = (frame) => line(() => this.#receive(frame, socket));
    socket.open();
  }

  #send(socket: FakeSocket, frame: object): void {
    this.#lines.get(socket)?.(() => socket.receive(frame));
  }

  #receive(frame: TabFrame, socket: FakeSocket): void {
    const session = [...this.#sessions.values()].find((session) => session.socket === socket);
    if (frame.t === "join") this.#join(frame, socket);
    else if (frame.t === "ping") this.#send(socket, { t: "pong" });
    else if (!session) return;
    else if (frame.t === "event") this.#event(frame, session);
    else this.#answered(frame, session);
  }

  #join({ attempt, token, fork }: JoinFrame, socket: FakeSocket): void {
    const [from = "", own = "", gen = "0", seq = "0", names = ""] = token?.split(".") ?? [];
    const sid = token && !fork ? from : `${++this.#count}`.padStart(22, "0");
    const fence = this.#claim(sid, attempt, Number(gen));
    const session = this.#sessions.get(sid);
    const isOurs = session && own === session.own;
    if (!isOurs && (Number(gen) - fence.kept[0] || Number(seq) - fence.kept[1]) < 0) {
      this.faults.push(`${gen}.${seq} was restored after ${fence.kept.join(".")} was kept`);
    }
    const handled = isOurs ? session.handled : names.split("-").filter(Boolean);
    const fresh = { sid, own: `own${sid}x${fence.gen}`, seq: 0 };
    const next = {
      ...(isOurs ? session : fresh),
      gen: fence.gen,
      handled,
      socket,
      isKeeping: false,
      isDirty: true,
    };
    this.#sessions.set(sid, next);
    const outcome = isOurs ? "adopted" : fork ? "forked" : token ? "restored" : "new";
    this.#send(socket, { t: "joined", sid, gen: next.gen, outcome, seen: handled.length, data: handled });
    this.#keep(next);
  }

  #claim(sid: string, attempt: number, gen: number): Fence {
    const fence = this.#fences.get(sid) ?? { attempt: 0, gen, kept: [0, 0] };
    if (attempt <= fence.attempt) this.faults.push(`attempt ${attempt} after ${fence.attempt}`);
    const next = { ...fence, attempt, gen: fence.gen + 1 };
    this.#fences.set(sid, next);
    return next;
  }

  #event({ n, name }: EventFrame, session: Session): void {
    const seen = session.handled.length;
    if (n > seen + 1) this.faults.push(`${n} after ${seen}`);
    if (n === seen + 1) session.handled = [...session.handled, name];
    session.isDirty = true;
    this.#send(session.socket, { t: "done", n });
    this.#send(session.socket, { t: "render", seen: session.handled.length, data: session.handled });
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

  #answered(frame: TabFrame, session: Session): void {
    session.isKeeping = false;
    const fence = this.#fences.get(session.sid);
    if (frame.t === "kept" && fence) this.#raise(frame, fence);
    this.#keep(session);
  }

  #raise({ gen, seq }: KeptFrame, fence: Fence): void {
    if ((gen - fence.kept[0] || seq - fence.kept[1]) > 0) fence.kept = [gen, seq];
  }
}
