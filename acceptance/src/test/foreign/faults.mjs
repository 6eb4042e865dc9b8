// What a network, and a tab that is not quite right, do to the frames between a tab and its servers.

import { WebSocketClient } from "./websocket.mjs";

const SUBPROTOCOL = "livestash.v1";

/** Of how many occasions one is taken, on average. */
const ONE_OF = {
  cutAtDone: 60,
  doneLost: 60,
  keptLost: 8,
  keptForOlder: 4,
  lateJoin: 3,
  sentTwice: 20,
  hidden: 100,
};
const MAX_LATE_MS = 50;

/** Faults by chance, until it is told to stop. What has happened is counted. */
export class Faults {
  #random;
  #pick;
  #urls;
  #stopped = false;
  #due = {};
  #last = { gen: 1, seq: 0 };
  lateCloses = {};
  counts = { cutAtDone: 0, doneLost: 0, keptLost: 0, keptForOlder: 0, lateJoin: 0, sentTwice: 0, hidden: 0 };

  constructor(random, pick, urls) {
    this.#random = random;
    this.#pick = pick;
    this.#urls = urls;
  }

  /** From now on all is well. */
  stop() {
    this.#stopped = true;
  }

  /** Not later than at twice as many occasions as on average, so that each does happen. */
  #happens(fault) {
    if (this.#stopped) return false;
    this.#due[fault] ??= Math.floor(this.#random() * 2 * ONE_OF[fault]);
    if (this.#due[fault]-- > 0) return false;
    this.#due[fault] = undefined;
    this.counts[fault] += 1;
    return true;
  }

  /** A join of an earlier attempt that arrives when the tab has long gone on, on a socket of its own. */
  beforeJoin(tab) {
    if (!this.#happens("lateJoin")) return undefined;
    const text = tab.joinText();
    return () => {
      const late = new WebSocketClient(this.#pick(this.#urls), SUBPROTOCOL);
      late.on("close", (code) => {
        this.lateCloses[code] = (this.lateCloses[code] ?? 0) + 1;
      });
      late.on("open", () => setTimeout(() => this.#sendLate(late, text), this.#random() * MAX_LATE_MS));
    };
  }

  #sendLate(late, text) {
    late.sendText(text);
    setTimeout(() => late.cut(), MAX_LATE_MS);
  }

  /** Whether an event is sent twice: the server has seen the second one. */
  repeats() {
    return this.#happens("sentTwice");
  }

  /** Whether nobody looks at the page for a while. */
  hides() {
    return this.#happens("hidden");
  }

  /** Whether the tab does not get a frame. */
  swallows(tab, frame) {
    if (frame.t !== "done") return false;
    const lost = this.#happens("doneLost");
    if (lost || this.#happens("cutAtDone")) tab.cut();
    return lost;
  }

  /** Whether the tab's `kept` is not sent as it should be. */
  answersKeep(tab, at) {
    const before = this.#last;
    this.#last = at;
    if (this.#happens("keptLost")) {
      tab.cut();
      return true;
    }
    if (!this.#happens("keptForOlder")) return false;
    const kept = [before, at].map((one) => JSON.stringify({ t: "kept", ...one }));
    if (this.#random() < 0.5) kept.reverse();
    for (const text of kept) tab.socket.sendText(text);
    return true;
  }
}
