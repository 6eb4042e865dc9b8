package dev.livestash.acceptance.keystroke;

/**
 * The page. It shows nothing, so that all of its work is the browser module's and the browser's own
 * for it; what an application draws comes on top. An event is over when the page has its render and
 * has stored its snapshot: then nothing of it is left to do.
 */
final class EditingPage {
  static final String HTML =
      """
      <!doctype html><title>keystroke</title>
      <script>
        const [size, renders] = location.hash.slice(1).split("-");
        let spent = 0;
        let received = 0;
        const timed = (run) => {
          const start = performance.now();
          run();
          spent += performance.now() - start;
        };
        window.WebSocket = class extends WebSocket {
          get onmessage() {
            return super.onmessage;
          }
          set onmessage(listener) {
            super.onmessage = listener && ((message) => {
              timed(() => listener(message));
              received += message.data.length;
            });
          }
          send(text) {
            super.send(renders === "whole" ? text.replace('"patches":true,', "") : text);
          }
        };
      </script>
      <script src="livestash.iife.js"></script>
      <script>
        let items;
        let shown = -1;
        let kept = -1;
        let awaited = 0;
        let isOver;
        const look = () => {
          if (Math.min(shown, kept) >= awaited) isOver?.();
        };
        const over = (n) => new Promise((resolve) => {
          awaited = n;
          isOver = resolve;
          look();
        });
        const board = LiveStash.connect(`/${size}`, {
          view: size,
          onRender: (data, seen) => { items = data.items.length; shown = seen; look(); },
          onSnapshot: ({ seen, stored }) => { if (stored === "kept") kept = seen; look(); },
        });
        let n = 0;
        // All over the board. Returns how many characters came, and what scripts took for each edit.
        const edit = async (times) => {
          await over(n);
          if (document.hidden || !crossOriginIsolated) throw new Error("Hidden, or not isolated");
          received = 0;
          const took = [];
          while (took.length < times) {
            spent = 0;
            n++;
            timed(() => board.send("edit", { at: (n * 7919) % items, quantity: 1000 + n }));
            await over(n);
            took.push(spent);
          }
          return { received, took };
        };
      </script>
      """;

  private EditingPage() {}
}
