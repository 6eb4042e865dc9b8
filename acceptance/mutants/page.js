/** Deliberate faults in the page's half: each an exact text that stands once in its file, and what replaces it. */
const source = (file) => `js-client/src/${file}.ts`;

export const PAGE = [
  {
    name: "the outbox is dropped at render",
    file: source("attachment"),
    before: 'tell("onRender", instance.showing, seen);',
    after: 'outbox.covered(seen, true);\n    tell("onRender", instance.showing, seen);',
  },
  {
    name: "the pointer is written before its slot",
    file: source("vault"),
    before: "    use((items) => {\n      slots.forEach(",
    after:
      '    use((items) => {\n      items.set(POINTER, [seen, ...slots].join(" "));\n      slots.forEach(',
  },
  {
    name: "the base of a patch is swept away",
    file: source("vault"),
    before: "needed = slots;",
    after: "needed = slots.slice(-1);",
  },
  {
    name: "attempts do not rise in one page",
    file: source("vault"),
    before: "last = Math.max(now, last + 1, stored + 1);",
    after: "last ||= Math.max(stored + 1, now);",
  },
  {
    name: "a copy joins as the original",
    file: source("connect"),
    before: "fork: claim,",
    after: "fork: claim && false,",
  },
  {
    name: "the storage does not remember that it is a copy's",
    file: source("vault"),
    before: "items.set(POINTER, marks + ",
    after: "items.set(POINTER, ",
  },
  {
    name: "a new instance is not held",
    file: source("connect"),
    before: "if (instance === own) tab.take(frame.sid);",
    after: "",
  },
  {
    name: "a copy sends the original's events, too",
    file: source("outbox"),
    before: "fork: (seen) => place(outbox.above(found), seen),",
    after: "fork: (seen) => place(outbox.above(0), seen),",
  },
  {
    name: "a copy keeps its numbers",
    file: source("outbox"),
    before: "fork: (seen) => place(outbox.above(found), seen),",
    after: "fork: () => place(outbox.above(found), found),",
  },
  {
    name: "what is stored counts as sent on the next socket",
    file: source("attachment"),
    before: "let sent = seen;",
    after: "let sent = outbox.above(seen).at(-1)?.[0] ?? seen;",
  },
  {
    name: "events are stored in memory only",
    file: source("outbox"),
    before: "use((stored) => stored.set(KEY + n, JSON.stringify(Object.values(event))));",
    after: "",
  },
  {
    name: "a snapshot lets go of one event more",
    file: source("instance"),
    before: 'instance.outbox.covered(instance.vault.held()?.seen as number, stored === "kept");',
    after: 'instance.outbox.covered((instance.vault.held()?.seen as number) + 1, stored === "kept");',
  },
  {
    name: "a join settles every promise",
    file: source("outbox"),
    before: "outbox.settleTo({}, known);",
    after: "outbox.settleTo({});",
  },
  {
    name: "what a join says of earlier events is not heard",
    file: source("outbox"),
    before: "outbox.settle(done.n, done);",
    after: "",
  },
  {
    name: "a refusal resolves its promise",
    file: source("answer"),
    before: "if (error) reject(",
    after: 'if (error && error !== "failed") reject(',
  },
  {
    name: "a left socket is still listened to",
    file: source("socket"),
    before: "socket.onclose = socket.onopen = socket.onmessage = null;",
    after: "",
  },
];
