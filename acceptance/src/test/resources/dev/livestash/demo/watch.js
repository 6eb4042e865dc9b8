/**
 * Runs before the page's own script, and notes what the tab stores and what it is shown. The notes are in the
 * tab's storage themselves, so that they outlive a reload, until the run fetches them. Each has its time, for a
 * browser that was killed brings back some that were fetched before.
 */
(() => {
  const NOTES = "chaos";
  const ITEMS = "livestash:sheet:";
  const POINTER = `${ITEMS}now`;
  const { setItem, removeItem } = Storage.prototype;

  function note(...words) {
    const notes = sessionStorage.getItem(NOTES) ?? "";
    setItem.call(sessionStorage, NOTES, `${notes}${Date.now()} ${words.join(" ")}\n`);
  }

  /** Whether the tab was told that its snapshot is stale, and has none of its own yet. */
  const isStale = () => sessionStorage.getItem(POINTER)?.startsWith("!!");

  /** The last event that is in the storage: in the snapshot, or behind it. */
  function lastEvent() {
    const snapshot = Number.parseInt((sessionStorage.getItem(POINTER) ?? "0").replace(/^!+/, ""), 10);
    let last = Math.max(snapshot, Number(sessionStorage.getItem(`${ITEMS}e-`)));
    while (sessionStorage.getItem(`${ITEMS}e${last + 1}`) !== null) last++;
    return last;
  }

  /** A page may die at any moment: what the pointer names must be there, and stay. */
  function lookAtSlots() {
    const slots = (sessionStorage.getItem(POINTER) ?? "").split(" ").slice(1);
    const missing = slots.find((slot) => sessionStorage.getItem(`${ITEMS}t${slot}`) === null);
    if (missing !== undefined) note("dangling", missing);
  }

  Storage.prototype.setItem = function (key, value) {
    setItem.call(this, key, value);
    if (key !== POINTER) return;
    lookAtSlots();
    // Before a copy's pointer stands a mark: it is the same snapshot.
    if (!value.startsWith("!")) note("stored", value);
  };
  Storage.prototype.removeItem = function (key) {
    if (key === POINTER && this.getItem(key) !== null) note("dropped");
    removeItem.call(this, key);
    if (key.startsWith(ITEMS)) lookAtSlots();
  };

  /** The texts whose events' replies have come to this page. */
  const heard = new Set();
  /** The text of each event, by the number that it was last sent by. */
  const texts = new Map();
  const textOf = (name, data) => `${name} ${data?.value ?? ""}`;

  /**
   * The servers that this page has lost without a reason, by their last words, as rule 8 of "what each side stores" in
   * PROTOCOL.md has them: something else, that they had come to an event, or that it takes its time.
   */
  const lost = { silent: 0, named: 0, slow: 0 };
  /** Which of them the next `joined` counts. */
  let suspicion;
  let newest;

  function lose({ hasJoined, code, word }) {
    if (!hasJoined || code >= 4000 || code === 1009 || code === 1012) return;
    suspicion = word ? "named" : "silent";
    if (word?.slow) {
      lost.slow++;
      suspicion = undefined;
    }
  }

  /** The highest `try` by which an event can have been sent, of which this much was lost before. */
  function mostTries({ silent, named, slow }) {
    return 1 + Math.min(1, lost.silent - silent) + lost.named - named + Math.ceil((lost.slow - slow) / 3);
  }

  /** Called by the page's script with what it sends, and with the promise of the answer, which it returns. */
  globalThis.chaosSent = (name, data, promise) => {
    const before = { ...lost };
    const settled = (how, code) => {
      const text = textOf(name, data);
      note("settled", how, code, heard.has(text) ? "heard" : "unheard", mostTries(before), text);
    };
    promise.then(
      (reply) => settled(reply === undefined ? "nothing" : "reply", "-"),
      ({ code }) => settled("rejected", code),
    );
    return promise;
  };

  const notes = {
    joined: ({ sid, gen, outcome, reason, seen, lost: lostEvents, answers }) => {
      // As the module says it again to a page that was told so, or finds it.
      const told = isStale() ? "stale" : "-";
      note("joined", sid, gen, outcome, reason ?? told, seen, lostEvents ?? 0);
      // One that is still there has not died of anything.
      if (suspicion && outcome !== "adopted") lost[suspicion]++;
      suspicion = undefined;
      answers?.forEach(notes.done);
    },
    render: ({ seen }) => note("render", seen),
    done: ({ n, reply, error }) => {
      if (reply !== undefined) heard.add(texts.get(n));
      if (error) note("refused", n, error);
      else if (reply !== undefined) note("answered", n);
    },
    working: ({ n }) => note("working", n),
    unprotected: ({ seen, why }) => note("unprotected", seen, why),
    asleep: ({ gen, seq }) => note("asleep", gen, seq),
    needed: () => note("needed"),
  };
  window.WebSocket = class extends WebSocket {
    constructor(...address) {
      super(...address);
      // The page opens it once it has lost, or left, the one before.
      if (newest) lose(newest);
      newest = this;
      let parts = "";
      this.addEventListener("message", ({ data }) => {
        if (data.startsWith("+")) {
          parts += data.slice(1);
          return;
        }
        const frame = JSON.parse(parts + data);
        parts = "";
        // One that the page has left is not listened to any more.
        if (!this.onmessage) return;
        this.hasJoined ||= frame.t === "joined";
        if (frame.t !== "pong") this.word = frame.t === "working" && frame;
        notes[frame.t]?.(frame);
      });
      this.addEventListener("close", ({ code }) => {
        this.code = code;
        note("closed", code);
      });
    }

    send(text) {
      const { t, n, name, data } = JSON.parse(text);
      if (t === "event") texts.set(n, textOf(name, data));
      else if (t === "wake") note("wake");
      super.send(text);
    }
  };
  note("found", lastEvent());
})();
