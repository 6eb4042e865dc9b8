import { byId } from "./dom.js";
import { openLive } from "./live-link.js";
import { openPlain } from "./plain-link.js";
import { ABOUT, HEADLINE, WELCOME } from "./texts.js";
import { Workbench } from "./workbench.js";

const mode = new URLSearchParams(location.search).has("plain") ? "plain" : "live";
document.body.dataset.mode = mode;
byId(`mode-${mode}`).setAttribute("aria-current", "page");
byId("about").textContent = ABOUT[mode];
byId("headline").textContent = HEADLINE[mode];
byId("welcome").textContent = WELCOME[mode];
new Workbench(mode, mode === "live" ? openLive : openPlain);
