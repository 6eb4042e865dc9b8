import { expect, test } from "vitest";

test("the banner can be imported where there are no elements, and defines none", async () => {
  const { defineBanner } = await import("../src/banner.js");
  expect(globalThis.customElements).toBeUndefined();
  expect(() => defineBanner()).not.toThrow();
});
