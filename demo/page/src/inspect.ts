import type { Inspector } from "@livestash/client/inspector";
import { byTestId } from "./dom.js";

/** Opens and closes the inspector, by a button and by Ctrl+Alt+L. It is loaded when it is asked for. */
export function listenForInspector(): void {
  const button = byTestId("inspector", HTMLButtonElement);
  let opening: Promise<Inspector> | undefined;
  const toggle = async () => {
    if (opening) return (await opening).close();
    opening = import("./inspector.js").then(({ openInspector }) =>
      openInspector(document.body, () => {
        opening = undefined;
      }),
    );
    await opening.catch(() => {
      // It could not be loaded: the server is away.
      opening = undefined;
    });
  };
  button.addEventListener("click", () => void toggle());
  document.addEventListener("keydown", (event) => {
    if (!event.ctrlKey || !event.altKey || event.code !== "KeyL") return;
    event.preventDefault();
    void toggle();
  });
}
