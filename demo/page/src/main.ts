import { Cluster } from "./cluster.js";
import { byId } from "./dom.js";
import { STASHES, type Stash } from "./link.js";
import { openLive } from "./live-link.js";
import { openPlain } from "./plain-link.js";
import { ABOUT, HEADLINE, WELCOME } from "./texts.js";
import { Workbench } from "./workbench.js";

const query = new URLSearchParams(location.search);
const mode = query.has("plain") ? "plain" : "live";
const stash: Stash = STASHES.find((one) => one === query.get("stash")) ?? "browser";
document.body.dataset.mode = mode;
byId(`mode-${mode}`).setAttribute("aria-current", "page");
byId("about").textContent = ABOUT[mode];
byId("headline").textContent = HEADLINE[mode];
byId("welcome").textContent = WELCOME[mode];
const cluster = new Cluster(stash);

const start = () =>
  new Workbench(mode, mode === "live" ? (listener) => openLive(listener, stash) : openPlain, (node) =>
    cluster.serve(node),
  );
// A page that is prerendered has a copy of the tab's storage, which is thrown away when it is shown.
if ("prerendering" in document && document.prerendering) {
  document.addEventListener("prerenderingchange", start, { once: true });
} else {
  start();
}
