/** What stands in the site's contents, in which order. A document that is named nowhere stands at the end. */
export const NAV = [
  ["Start", ["README.md", "docs/tutorial.md", "docs/tutorial-spring-boot.md", "docs/recipes.md", "docs/when-not.md", "docs/comparison.md"]],
  ["Guides", ["docs/types.md", "docs/effects.md", "docs/login.md", "docs/groups.md", "docs/rewinding.md", "docs/resting.md", "docs/development.md", "docs/testing.md", "docs/hosts.md"]],
  ["Production", ["docs/deploying.md", "docs/operations.md", "docs/security.md", "docs/performance.md"]],
  ["Reference", ["js-client/README.md", "protocol/PROTOCOL.md", "docs/architecture.md", "docs/glossary.md"]],
  ["Project", ["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]],
];

/** The references that other tools write: name and page. */
export const REFERENCES = [
  ["Javadoc", "reference/java/index.html"],
  ["TypeDoc", "reference/js/index.html"],
];

/** The groups with the documents that are there; `files` is all of them. */
export function contents(files) {
  const named = new Set(NAV.flatMap(([, some]) => some));
  const groups = NAV.map(([title, some]) => [title, some.filter((file) => files.includes(file))]);
  const others = files.filter((file) => !named.has(file));
  return others.length === 0 ? groups : [...groups, ["More", others]];
}
