// A tab as PROTOCOL.md describes it, made from that document alone: nothing of js-client/ is used or was copied.
// Its storage is an object, which outlives its sockets.

import { setTimeout as sleep } from "node:timers/promises";
import { checkOf, patched } from "./renders.mjs";
import { WebSocketClient } from "./websocket.mjs";

const SUBPROTOCOL = "livestash.v1";
const RESTART = 1012;
const FIRST_OF_OURS = 4000;
const EXPLAINED = new Set([1009, RESTART]);
const PROTOCOL_ERROR = 4002;
const TOO_OLD = 4004;

/** Shorter than a browser's should be: a test waits for it. */
const BACKOFF_MS = [5, 60];
const MAX_ERRORS_IN_A_ROW = 3;

/** Longer than any server takes to start. */
const MAX_AWAY_MS = 60_000;

/** Each so manieth. */
const SLOW_LOSSES_THAT_COUNT = 3;

/** Below what a server lets wait on one socket. */
const MAX_UNANSWERED = 256;

const isHigher = (one, other) => one.gen > other.gen || (one.gen === other.gen && one.seq > other.seq);

/** One tab with one view. */
export class Tab {
  #options;
  #storage = { sid: undefined, held: undefined, outbox: [], last: 0, attempt: 0 };

  /** The last render; and whether it is of what `held` brings, so that a session may come back asleep. */
  #page;
  #shows = false;

  /** The events of this page that have no answer yet; a stored snapshot may contain some already. */
  #open = [];
  #live;
  #volatile = 0;
  #replies = new Map();
  #errorsInARow = 0;
  #retry;
  #suspects = [];
  #slowLosses = 0;
  #closed = false;

  /** What came of it so far. */
  stats = {
    joins: 0,
    cuts: 0,
    closes: {},
    outcomes: {},
    keeps: 0,
    patches: 0,
    renderPatches: 0,
    sleeps: 0,
    wakes: 0,
    needed: 0,
    joinedAsleep: 0,
    refused: 0,
    working: 0,
    tries: 1,
  };

  /**
   * @param options `urls`: of the nodes; `view`; `document`: a ProtocolDocument; `pick`: chooses one of a list;
   *     `random`: a number from 0 to below 1; `faults`: told of each joined socket and each frame, may harm them
   */
  constructor(options) {
    this.#options = options;
  }

  get outboxLength() {
    return this.#storage.outbox.length;
  }

  /** Whether everything is in a stored snapshot. */
  get isKept() {
    return this.#storage.outbox.length === 0 && this.#open.length === 0;
  }

  /** Whether its session has let go of its state, and has not been brought it again. */
  get isAsleep() {
    return this.#live?.asleep === true;
  }

  /** What the page shows. */
  get page() {
    return this.#page;
  }

  get socket() {
    return this.#live?.socket;
  }

  /** Does something that must not be lost; `settle` is told how it was answered. */
  act(name, data, settle = () => {}) {
    this.#storage.last += 1;
    const event = { n: this.#storage.last, name, data, at: Date.now(), try: 1, settle };
    this.#storage.outbox.push(event);
    this.#open.push(event);
    this.#shows = false;
    this.#sendWhatMayBeSent();
  }

  /** Asks something on the present socket; undefined if that is lost before the answer. */
  ask(name, data) {
    return new Promise((resolve) => {
      if (this.#live === undefined) return resolve(undefined);
      this.#volatile -= 1;
      this.#replies.set(this.#volatile, resolve);
      return this.#sendEvent({ t: "event", n: this.#volatile, name, data, age: 0, try: 1 });
    });
  }

  /** Says that nobody looks at the page. */
  hide() {
    this.#send({ t: "hidden" });
  }

  /** Joins, and joins again whenever its socket is lost, until it is closed. */
  async run() {
    let since = Date.now();
    while (!this.#closed) {
      const lost = await this.#attach(this.#options.pick(this.#options.urls));
      if (lost.joined !== undefined) since = Date.now();
      if (Date.now() - since > MAX_AWAY_MS) throw new Error("No server was there for a minute");
      await sleep(this.#delayAfter(lost));
    }
  }

  /** Goes as a page does that is put away: the instance waits for it a while. */
  close() {
    this.#closed = true;
    this.#live?.socket.close();
  }

  cut() {
    this.stats.cuts += 1;
    this.#live?.socket.cut();
  }

  /** The first frame of a socket. */
  joinText() {
    const { held, sid } = this.#storage;
    this.#storage.attempt = Math.max(this.#storage.attempt + 1, Date.now());
    const frame = { t: "join", view: this.#options.view, attempt: this.#storage.attempt, params: {} };
    Object.assign(frame, { parts: true, patches: true, shows: this.#shows });
    // After a fork, the token is the other instance's until one of its own comes.
    if (held !== undefined)
      Object.assign(frame, { token: held.token, patch: held.patch, fork: held.sid !== sid });
    return JSON.stringify(frame);
  }

  /** One socket, from its handshake to its end; resolves to how it ended. */
  #attach(url) {
    const socket = new WebSocketClient(url, SUBPROTOCOL);
    const attachment = { socket, joined: undefined, sent: 0, answered: new Set(), lastWord: undefined };
    let parts = "";
    return new Promise((resolve, reject) => {
      socket.on("open", () => {
        this.stats.joins += 1;
        const late = this.#options.faults.beforeJoin?.(this);
        attachment.shows = this.#shows;
        socket.sendText(this.joinText());
        late?.();
      });
      socket.on("text", (text) => {
        if (text.startsWith("+")) {
          parts += text.slice(1);
          return;
        }
        try {
          const frame = this.#options.document.serverFrame(parts + text);
          parts = "";
          this.#take(attachment, frame);
        } catch (error) {
          reject(error);
        }
      });
      socket.on("close", (code) => {
        this.#lost(attachment, code);
        if (!this.#options.document.knowsClose(code)) reject(new Error(`Close ${code} is not documented`));
        resolve(attachment);
      });
    });
  }

  #take(attachment, frame) {
    if (attachment.joined === undefined) {
      if (frame.t === "joined") this.#joined(attachment, frame);
      else if (frame.t !== "pong" && frame.t !== "bye") throw new Error(`${frame.t} came before joined`);
      return;
    }
    if (this.#options.faults.swallows?.(this, frame)) return;
    if (frame.t !== "pong") attachment.lastWord = frame;
    switch (frame.t) {
      case "done":
        this.#done(attachment, frame);
        break;
      case "render":
        this.#show(frame);
        break;
      case "keep":
        this.#keep(attachment, frame);
        break;
      case "bye":
        this.#retry = frame.retry;
        break;
      case "working":
        this.stats.working += 1;
        break;
      case "asleep":
        this.stats.sleeps += 1;
        attachment.asleep = true;
        break;
      case "needed":
        this.#needed(attachment);
        break;
      case "joined":
        throw new Error("A second joined came");
    }
  }

  #joined(attachment, frame) {
    const story = frame.reason === undefined ? frame.outcome : `${frame.outcome}, ${frame.reason}`;
    this.stats.outcomes[story] = (this.stats.outcomes[story] ?? 0) + 1;
    this.#errorsInARow = 0;
    attachment.joined = frame;
    attachment.lastWord = frame;
    attachment.sent = frame.seen;
    if (frame.lost !== undefined) throw new Error(`${frame.lost} events are lost, and nothing was trimmed`);
    if (frame.check !== undefined && !attachment.shows)
      throw new Error("A patch came against what is not shown");
    if (frame.check !== undefined) this.stats.joinedAsleep += 1;
    this.#storage.sid = frame.sid;
    this.#show(frame);
    this.#judgeSuspects(frame);
    this.#settleWhatIsSeen(frame);
    this.#live = attachment;
    this.#options.faults.joined?.(this);
    this.#sendWhatMayBeSent();
  }

  /** What the instance's numbers mean for the outbox: rules 2 and 10 of what each side stores. */
  #settleWhatIsSeen(frame) {
    const storage = this.#storage;
    const isNew = frame.outcome === "new";
    if (isNew && frame.reason !== undefined) throw new Error(`The token was not used: ${frame.reason}`);
    // A tab that is no copy is only ever forked because its token is stale.
    if (isNew || frame.outcome === "forked") {
      storage.last = frame.seen;
      for (const event of storage.outbox) {
        storage.last += 1;
        event.n = storage.last;
      }
      return;
    }
    // Their answers were lost with their socket.
    const answers = new Map((frame.answers ?? []).map((answer) => [answer.n, answer]));
    for (const event of this.#open.filter(({ n }) => n <= frame.seen)) {
      this.#settle(event, answers.get(event.n) ?? {});
    }
  }

  /** A patch that does not make the right render would have a tab come again; here it is what is looked for. */
  #show({ data, check }) {
    this.#shows = false;
    if (check === undefined) {
      this.#page = data;
      return;
    }
    this.stats.renderPatches += 1;
    this.#page = patched(this.#page, data);
    const own = checkOf(this.#page);
    if (check !== 0 && check !== own) throw new Error(`The check of a render is ${own}, and not ${check}`);
  }

  /** A tab that has sent its `wake` already has answered. */
  #needed(attachment) {
    this.stats.needed += 1;
    if (attachment.asleep === undefined) throw new Error("needed came before any asleep");
    if (attachment.asleep) this.#wake(attachment);
  }

  #wake(attachment) {
    const { token, patch } = this.#storage.held;
    attachment.asleep = false;
    this.#shows = false;
    this.stats.wakes += 1;
    this.#send({ t: "wake", token, patch });
  }

  #sendEvent(frame) {
    if (this.isAsleep) this.#wake(this.#live);
    this.#send(frame);
  }

  #sendWhatMayBeSent() {
    const live = this.#live;
    if (live === undefined) return;
    for (const event of this.#storage.outbox) {
      if (event.n <= live.sent) continue;
      if (this.#unansweredOn(live).length >= MAX_UNANSWERED) return;
      live.sent = event.n;
      const { n, name, data, at } = event;
      const frame = { t: "event", n, name, data, age: Math.max(0, Date.now() - at), try: event.try };
      this.#sendEvent(frame);
      if (this.#options.faults.repeats?.()) this.#send(frame);
      if (this.#live !== live) return;
    }
  }

  /** What one server has not answered; another one may have, and have lost it. */
  #unansweredOn({ joined, sent, answered }) {
    return this.#storage.outbox.filter(({ n }) => n > joined.seen && n <= sent && !answered.has(n));
  }

  #done(attachment, frame) {
    if (frame.n < 0) {
      this.#replies.get(frame.n)?.(frame);
      this.#replies.delete(frame.n);
      return;
    }
    attachment.answered.add(frame.n);
    this.#acquit(frame);
    const event = this.#open.find(({ n }) => n === frame.n);
    if (frame.n > this.#live?.sent) throw new Error(`Event ${frame.n} was not sent, and is answered`);
    // Another server may have answered it before, and taken the state with it into its grave.
    if (event !== undefined) this.#settle(event, frame);
    this.#sendWhatMayBeSent();
  }

  #settle(event, answer) {
    this.#open.splice(this.#open.indexOf(event), 1);
    event.settle(answer);
  }

  #keep(attachment, { gen, seq, seen, token, base }) {
    this.stats.keeps += 1;
    const { sid } = attachment.joined;
    const { held } = this.#storage;
    const at = { gen, seq };
    const isNewer = held === undefined || held.sid !== sid || isHigher(at, held);
    if (!isNewer) throw new Error(`${gen}.${seq} is not higher than ${held.gen}.${held.seq}`);
    if (base !== undefined && base !== `${held?.base.gen}.${held?.base.seq}`) {
      this.stats.refused += 1;
      this.#send({ t: "unkept", gen, seq, why: "blocked" });
      return;
    }
    if (base !== undefined) this.stats.patches += 1;
    this.#storage.held =
      base === undefined ? { sid, gen, seq, token, base: at } : { ...held, sid, gen, seq, patch: token };
    this.#storage.outbox = this.#storage.outbox.filter(({ n }) => n > seen);
    this.#shows = true;
    if (this.#options.faults.answersKeep?.(this, at)) return;
    this.#send({ t: "kept", ...at });
  }

  #send(frame) {
    this.#live?.socket.sendText(JSON.stringify(frame));
  }

  #lost(attachment, code) {
    const { closes } = this.stats;
    closes[code] = (closes[code] ?? 0) + 1;
    attachment.code = code;
    this.#suspectAfter(attachment, code);
    this.#live = undefined;
    this.#volatile = 0;
    for (const resolve of this.#replies.values()) resolve(undefined);
    this.#replies.clear();
    if (code === TOO_OLD) throw new Error("The server speaks another version");
    if (code === PROTOCOL_ERROR && ++this.#errorsInARow === MAX_ERRORS_IN_A_ROW) {
      throw new Error("Three protocol errors in a row");
    }
  }

  #delayAfter({ code }) {
    const retry = this.#retry;
    this.#retry = undefined;
    const [min, max] = code === RESTART && retry !== undefined ? retry : BACKOFF_MS;
    return min + this.#options.random() * (max - min);
  }

  /** Rule 8, its first half: which events the server may have died of. */
  #suspectAfter(attachment, code) {
    const { joined, lastWord } = attachment;
    if (joined === undefined || EXPLAINED.has(code) || code >= FIRST_OF_OURS) return;
    const unanswered = this.#unansweredOn(attachment);
    if (lastWord.t !== "working") this.#suspects = unanswered.slice(0, 64).filter((event) => event.try === 1);
    else if (!lastWord.slow || ++this.#slowLosses % SLOW_LOSSES_THAT_COUNT === 0) {
      this.#suspects = unanswered.filter(({ n }) => n === lastWord.n);
    }
  }

  /** Rule 8, its second half: the next join says whether it has died. */
  #judgeSuspects({ outcome }) {
    if (outcome !== "adopted") for (const event of this.#suspects) event.try += 1;
    this.stats.tries = Math.max(this.stats.tries, ...this.#suspects.map((event) => event.try));
    this.#suspects = [];
  }

  /** Rule 8, its last word: what a server has answered is not what it has died of. */
  #acquit({ n, error }) {
    this.#suspects = this.#suspects.filter((event) => event.n !== n);
    if (error !== undefined) return;
    for (const event of this.#storage.outbox) if (event.n === n) event.try = 1;
  }
}
