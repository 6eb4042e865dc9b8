import { defineBanner } from "@livestash/client/banner";
import { Beside } from "./beside.js";
import { Cluster } from "./cluster.js";
import { byId, byTestId, expectElement } from "./dom.js";
import { listenForInspector } from "./inspect.js";
import { STASHES, type Stash } from "./link.js";
import { openLive } from "./live-link.js";
import { openPlain } from "./plain-link.js";
import { Strip } from "./strip.js";
import { ABOUT, AWAY, HEADLINE, WELCOME } from "./texts.js";
import { Tour } from "./tour.js";
import { Wire } from "./wire.js";
import { Workbench } from "./workbench.js";

const query = new URLSearchParams(location.search);
const mode = query.has("plain") ? "plain" : "live";
const isBeside = mode === "live" && query.has("beside");
const shown = isBeside ? "beside" : mode;
const stash: Stash = STASHES.find((one) => one === query.get("stash")) ?? "browser";
document.body.dataset.mode = mode;
byId(`mode-${shown}`).setAttribute("aria-current", "page");
byId("about").textContent = ABOUT[shown];
byId("headline").textContent = HEADLINE[mode];
byId("welcome").textContent = WELCOME[mode];
const cluster = new Cluster(stash);
const strip = new Strip();
const wire = new Wire({
  onRender: (bytes, isPatch) => strip.showRender(bytes, isPatch),
  onSleep: (isAsleep) => strip.showSleep(isAsleep),
});
defineBanner();
const banner = expectElement("livestash-banner");
banner.setAttribute("waiting", AWAY[mode]);

listenForInspector();

const start = () => {
  const open: typeof openPlain = mode === "live" ? (listener) => openLive(listener, stash) : openPlain;
  const workbench = new Workbench(mode, open, {
    strip,
    beside: isBeside ? new Beside() : undefined,
    onNode: (node) => cluster.serve(node),
    onStatus: (status) => banner.show(status as Parameters<typeof banner.show>[0]),
  });
  banner.addEventListener("retry", () => workbench.retry());
  const stage = workbench.stage();
  const tour = byTestId("tour", HTMLButtonElement);
  tour.hidden = mode === "plain";
  new Tour({
    ...stage,
    kill: () => (cluster.isThere ? cluster.kill() : stage.kill()),
    cut: (ms) => wire.cut(ms),
    async deploy() {
      if (cluster.isThere) await cluster.deploy();
      return cluster.isThere;
    },
    isDeploying: () => cluster.isBusy,
  });
};
// A page that is prerendered has a copy of the tab's storage, which is thrown away when it is shown.
if ("prerendering" in document && document.prerendering) {
  document.addEventListener("prerenderingchange", start, { once: true });
} else {
  start();
}
