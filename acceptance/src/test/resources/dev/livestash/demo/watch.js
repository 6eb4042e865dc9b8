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

  /** The last event that is in the storage: in the snapshot, or behind it. */
  function lastEvent() {
    const snapshot = Number.parseInt((sessionStorage.getItem(POINTER) ?? "0").replace(/^!+/, ""), 10);
    let last = Math.max(snapshot, Number(sessionStorage.getItem(`${ITEMS}e-`)));
    while (sessionStorage.getItem(`${ITEMS}e${last + 1}`) !== null) last++;
    return last;
  }

  Storage.prototype.setItem = function (key, value) {
    setItem.call(this, key, value);
    // Before a copy's pointer stands a mark: it is the same snapshot.
    if (key === POINTER && !value.startsWith("!")) note("stored", value);
  };
  Storage.prototype.removeItem = function (key) {
    if (key === POINTER && this.getItem(key) !== null) note("dropped");
    removeItem.call(this, key);
  };

  const notes = {
    joined: ({ sid, gen, outcome, reason, seen, lost }) =>
      note("joined", sid, gen, outcome, reason ?? "-", seen, lost ?? 0),
    render: ({ seen }) => note("render", seen),
    done: ({ n, reply, error }) => {
      if (error) note("refused", n, error);
      else if (reply !== undefined) note("answered", n);
    },
    working: ({ n }) => note("working", n),
    unprotected: ({ seen, why }) => note("unprotected", seen, why),
  };
  window.WebSocket = class extends WebSocket {
    constructor(...address) {
      super(...address);
      this.addEventListener("message", ({ data }) => {
        const frame = JSON.parse(data);
        // One that the page has left is not listened to any more.
        if (this.onmessage) notes[frame.t]?.(frame);
      });
      this.addEventListener("close", ({ code }) => note("closed", code));
    }
  };
  note("found", lastEvent());
})();
