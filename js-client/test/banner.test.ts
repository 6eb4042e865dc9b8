// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { defineBanner, type LiveStashBanner } from "../src/banner.js";
import { FakeWindow } from "./support/fake-window.js";
import { Tab } from "./support/tab.js";

defineBanner();
let banner: LiveStashBanner;

const part = (name: string) => {
  const found = banner.shadowRoot?.querySelector<HTMLElement>(`[part=${name}]`);
  if (!found) throw new Error(`no part ${name}`);
  return found;
};
/** What is to be seen of it. */
const seen = () => [part("text").textContent, !part("retry").hidden, part("banner").className];
const WAITING = ["The connection was lost. Trying again …", true, "on"];
const NOTHING = ["", false, ""];

beforeEach(() => {
  vi.useFakeTimers();
  banner = document.createElement("livestash-banner");
  document.body.append(banner);
});
afterEach(() => {
  banner.remove();
  vi.useRealTimers();
});

test("the banner is a live region that is there before it says anything", () => {
  const text = part("text");
  expect([text.getAttribute("role"), text.getAttribute("aria-live")]).toEqual(["status", "polite"]);
  expect(seen()).toEqual(NOTHING);
});

test("the banner follows a view, and its button has it try at once", () => {
  const window = new FakeWindow();
  const tab = new Tab({ onStatus: (status) => banner.show(status) }, window).join();
  banner.addEventListener("retry", () => tab.view.retry());
  tab.cutLater();
  // The first attempt is made at once, and fails.
  tab.socket.cut();
  vi.advanceTimersByTime(500);
  expect([tab.view.status, ...seen()]).toEqual(["waiting", ...WAITING]);
  part("retry").click();
  expect([tab.view.status, ...seen()]).toEqual(["connecting", ...WAITING]);
  tab.join({ gen: 2 });
  expect([tab.view.status, ...seen()]).toEqual(["live", ...NOTHING]);
});

test("a connection that comes back at once is not spoken of", () => {
  banner.show("waiting");
  vi.advanceTimersByTime(499);
  expect(seen()).toEqual(NOTHING);
  banner.show("connecting");
  banner.show("live");
  vi.advanceTimersByTime(1_000);
  expect(seen()).toEqual(NOTHING);
});

test("one that is moved says what it was to say", () => {
  banner.show("waiting");
  vi.advanceTimersByTime(300);
  document.body.prepend(banner);
  vi.advanceTimersByTime(500);
  expect(seen()).toEqual(WAITING);
});

test("what is hidden is not seen, whatever the page's rules for it are", () => {
  expect(banner.shadowRoot?.innerHTML).toContain("[hidden]{display:none!important}");
});

test("attempts in a row are one wait", () => {
  banner.show("waiting");
  vi.advanceTimersByTime(300);
  banner.show("connecting");
  vi.advanceTimersByTime(200);
  expect(seen()).toEqual(WAITING);
});

test.each([
  ["outdated", "There is a newer version of this page. Please reload it."],
  ["superseded", "This view is open elsewhere."],
  ["failed", "This view has stopped. Please reload the page."],
] as const)("what is final is told at once: %s", (status, text) => {
  banner.show(status);
  expect(seen()).toEqual([text, false, "on"]);
});

test("a view that was closed has nothing to say, and a banner that was removed no timer", () => {
  banner.show("failed");
  banner.show("closed");
  expect(seen()).toEqual(NOTHING);
  banner.show("waiting");
  banner.remove();
  expect(vi.getTimerCount()).toBe(0);
});

test("its words are the page's", () => {
  banner.setAttribute("waiting", "Einen Moment …");
  banner.setAttribute("retry", "Jetzt");
  banner.show("waiting");
  vi.advanceTimersByTime(500);
  expect([part("text").textContent, part("retry").textContent]).toEqual(["Einen Moment …", "Jetzt"]);
});

test("a name is defined once, and another one beside it", () => {
  defineBanner();
  defineBanner("my-banner");
  expect(document.createElement("my-banner")).toHaveProperty("show");
});
