import type { Status } from "@livestash/client";

/** How long a connection may be away until the user is told: most come back at once. */
const PATIENCE_MS = 500;

/** What is said, unless an attribute of the same name says it in other words. */
const TEXTS = {
  waiting: "The connection was lost. Trying again …",
  superseded: "This view is open elsewhere.",
  outdated: "There is a newer version of this page. Please reload it.",
  refused: "This view is not for you.",
  failed: "This view has stopped. Please reload the page.",
  retry: "Try now",
};

/** A page's own rules for `::part` come before these, but for what is hidden. */
const STYLE = `:host{display:block}
[part=banner]{display:flex;gap:1em;align-items:center;justify-content:center;
font:var(--livestash-banner-font,inherit);color:var(--livestash-banner-color,#fff);background:var(--livestash-banner-background,#333)}
.on{padding:var(--livestash-banner-padding,.5em 1em)}
[hidden]{display:none!important}`;

/** Node has no elements, and may import this. */
const Base: typeof HTMLElement = globalThis.HTMLElement ?? (class {} as unknown as typeof HTMLElement);

/**
 * A banner that tells when a view is not connected, and a screen reader, too. Nothing is seen of it while all is well.
 *
 * Its words are attributes: `waiting`, `superseded`, `outdated`, `refused`, `failed`, and `retry` for the button, which dispatches an
 * event `retry`. Its looks are `--livestash-banner-background`, `-color`, `-font`, `-padding`, and the parts `banner`,
 * `text` and `retry`.
 */
export class LiveStashBanner extends Base {
  #text: HTMLElement | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #status: Status = "live";

  /** Tells the user how the view is. Meant to be called by `onStatus`. */
  show(status: Status): void {
    this.#status = status;
    const name = status === "connecting" ? "waiting" : status;
    // Each new attempt changes the status; the user waits from the first on, and is told once.
    if (name === "waiting") this.#timer ??= setTimeout(() => this.#say(name), PATIENCE_MS);
    else {
      this.#cancel();
      this.#say(name);
    }
  }

  connectedCallback(): void {
    // It may have been moved before it said something.
    this.show(this.#status);
  }

  disconnectedCallback(): void {
    this.#cancel();
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #word(name: string): string {
    return this.getAttribute(name) ?? TEXTS[name as keyof typeof TEXTS] ?? "";
  }

  #say(name: string): void {
    const text = this.#open();
    const word = this.#word(name);
    const retry = text.nextElementSibling as HTMLElement;
    retry.hidden = name !== "waiting";
    retry.textContent = this.#word("retry");
    text.parentElement?.classList.toggle("on", !!word);
    text.textContent = word;
  }

  /** Makes what is inside. The text is there from the start, as a screen reader tells only what changes in it. */
  #open(): HTMLElement {
    if (this.#text) return this.#text;
    const root = this.attachShadow({ mode: "open" });
    const text = element("span", { part: "text", role: "status", "aria-live": "polite" });
    const retry = element("button", { part: "retry", type: "button", hidden: "" });
    const banner = element("div", { part: "banner" });
    retry.onclick = () => this.dispatchEvent(new Event("retry"));
    banner.append(text, retry);
    root.append(banner);
    style(root);
    this.#text = text;
    return text;
  }
}

/** With attributes, as not every browser has properties for all of them. */
function element(name: string, attributes: Readonly<Record<string, string>>): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** By a sheet that a strict content security policy lets be, where the browser has those. */
function style(root: ShadowRoot): void {
  if ("replaceSync" in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } else {
    const rules = element("style", {});
    rules.textContent = STYLE;
    root.prepend(rules);
  }
}

/** Makes the element known to the page. Does nothing if the name is taken, and where there are no elements. */
export function defineBanner(name: string = "livestash-banner"): void {
  const { customElements } = globalThis;
  // A class has one name only; a page may want several.
  if (customElements && !customElements.get(name))
    customElements.define(name, class extends LiveStashBanner {});
}

declare global {
  interface HTMLElementTagNameMap {
    "livestash-banner": LiveStashBanner;
  }
}
