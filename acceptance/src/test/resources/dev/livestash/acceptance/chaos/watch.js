/**
 * Runs before the page's own script, and notes what the tab stores and what it is shown. The notes are in the
 * tab's storage themselves, so that they outlive a reload, until the run fetches them.
 */
(() => {
  const NOTES = "chaos";
  const POINTER = "livestash:sheet:now";
  const { setItem, removeItem } = Storage.prototype;

  function note(...words) {
    setItem.call(sessionStorage, NOTES, `${sessionStorage.getItem(NOTES) ?? ""}${words.join(" ")}\n`);
  }

  Storage.prototype.setItem = function (key, value) {
    setItem.call(this, key, value);
    if (key === POINTER) note("stored", value);
  };
  Storage.prototype.removeItem = function (key) {
    if (key === POINTER && this.getItem(key) !== null) note("dropped");
    removeItem.call(this, key);
  };

  const notes = {
    joined: ({ sid, gen, outcome, reason, seen }) => note("joined", sid, gen, outcome, reason ?? "-", seen),
    render: ({ seen }) => note("render", seen),
    done: ({ n, reply, error }) => {
      if (error) note("refused", n, error);
      else if (reply !== undefined) note("answered", n);
    },
    working: ({ n }) => note("working", n),
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
})();
