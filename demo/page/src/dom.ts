/** The page's element of this test id. */
export function byTestId<T extends HTMLElement>(id: string, type: new () => T): T {
  return expect(document.querySelector(`[data-testid="${id}"]`), type, id);
}

/** The page's element of this id. */
export function byId(id: string): HTMLElement {
  return expect(document.getElementById(id), HTMLElement, id);
}

/** The page's only element of this name. */
export function expectElement<K extends keyof HTMLElementTagNameMap>(name: K): HTMLElementTagNameMap[K] {
  const element = document.querySelector(name);
  if (!element) throw new Error(`the page has no ${name}`);
  return element;
}

function expect<T extends Element>(element: Element | null, type: new () => T, id: string): T {
  if (!(element instanceof type)) throw new Error(`the page has no ${type.name} ${id}`);
  return element;
}

/** A new element with these attributes. */
export function create<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
