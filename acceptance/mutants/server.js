/** Deliberate faults in the server's half: each an exact text that stands once in its file, and what replaces it. */
const session = (file) => `server/src/main/java/dev/livestash/internal/session/${file}.java`;
const FENCE_ENTRY = "server/src/main/java/dev/livestash/fence/FenceEntry.java";

/** Who owns an instance. */
const ownership = [
  {
    name: "every token is of the living session's line",
    file: session("Timeline"),
    before: "return token.own().equals(epoch) || Origin.of(token).equals(origin);",
    after: "return true;",
  },
  {
    name: "the line is told by numbers, and not by who sealed the token",
    file: session("Timeline"),
    before: "return token.own().equals(epoch) || Origin.of(token).equals(origin);",
    after: "return token.mark().compareTo(new Mark(gen, seq)) <= 0;",
  },
  {
    name: "a claim raises no generation",
    file: FENCE_ENTRY,
    before: "long gen = Math.max(fenceGen, Math.max(token.gen(), sessionGen)) + 1;",
    after: "long gen = Math.max(fenceGen, Math.max(token.gen(), sessionGen));",
  },
  {
    name: "a claim forgets the fence's generation",
    file: FENCE_ENTRY,
    before: "long fenceGen = entry == null ? 0 : entry.gen;",
    after: "long fenceGen = 0;",
  },
  {
    name: "an adopted session keeps its generation",
    file: session("Timeline"),
    before: "epoch, origin, newGen, seq, seen, state, null, true, kept.max(held));",
    after: "epoch, origin, gen, seq, seen, state, null, true, kept.max(held));",
  },
  {
    name: "a late attempt is granted",
    file: FENCE_ENTRY,
    before: "if (byAttempt <= attempt) {",
    after: "if (byAttempt < 0) {",
  },
  {
    name: "a claim does not note its attempt",
    file: FENCE_ENTRY,
    before: "Math.max(entry.attempt, attempt),",
    after: "entry.attempt,",
  },
  {
    name: "the kept mark is not raised",
    file: FENCE_ENTRY,
    before: "return byGen == gen ? raised(mark, grace) : this;",
    after: "return this;",
  },
  {
    name: "a token at the kept mark is stale, not only one below",
    file: FENCE_ENTRY,
    before: "return token.compareTo(kept) < 0 ?",
    after: "return token.compareTo(kept) <= 0 ?",
  },
  {
    name: "a token below the kept mark is restored",
    file: FENCE_ENTRY,
    before: "return token.compareTo(kept) < 0 ?",
    after: "return token.compareTo(kept) < -1 ?",
  },
  {
    name: "what a socket sends after it lost its instance counts",
    file: session("Session"),
    before: "    if (berth.isSeated(from)) {\n      berth.now(berth.seat().inbound",
    after: "    if (berth.isOccupied()) {\n      berth.now(berth.seat().inbound",
    also: [
      {
        file: session("Waiting"),
        before: "boolean add(ReceivedFrame frame) {\n    if (closed) {",
        after: "boolean add(ReceivedFrame frame) {\n    if (count < 0) {",
      },
    ],
  },
  {
    name: "the socket before stays open",
    file: session("Session"),
    before: 'berth.close(CloseCode.SUPERSEDED, "another socket owns this instance");',
    after: "berth.leave();",
  },
  {
    name: "an answer of the fence is taken that a later one has passed",
    file: session("Attach"),
    before: "answer instanceof Ownership.Owned owned && !isPassed(owned)",
    after: "answer instanceof Ownership.Owned owned",
  },
  {
    name: "a copy takes the original's instance",
    file: session("Joining"),
    before: "return brought.join().fork().orElse(false)",
    after: "return brought.join().fork().isEmpty()",
  },
  {
    name: "a fork goes on under the original's name",
    file: session("Joining"),
    before:
      "Step.ForkOff<S> judged = new Step.ForkOff<>(fork.token(), !isRecent.get());\n      go(hosted.ids.sid(),",
    after:
      "Step.ForkOff<S> judged = new Step.ForkOff<>(fork.token(), !isRecent.get());\n      go(fork.token().token().sid(),",
  },
  {
    name: "a tab that cannot tell is a copy, whoever is at the other socket",
    file: session("Attach"),
    before: "return otherIsThere ?",
    after: "return otherIsThere || peer != null ?",
  },
];

/** Every event once. */
const exactlyOnce = [
  {
    name: "an event that the state contains is handled again",
    file: session("Timeline"),
    before: "return Turn.SEEN;",
    after: "return Turn.NEXT;",
  },
  {
    name: "an event that was handled is not noted as seen",
    file: session("Timeline"),
    before: "return new Timeline<>(epoch, origin, gen, seq, n, newState, inFlight, true, kept);",
    after: "return new Timeline<>(epoch, origin, gen, seq, seen, newState, inFlight, true, kept);",
  },
  {
    name: "a snapshot says that it contains one event more",
    file: session("SnapshotSender"),
    before: "Claims claims = claims(sealed, sealed.seen());",
    after: "Claims claims = claims(sealed, sealed.seen() + 1);",
  },
  {
    name: "what the tab has let go of is not counted as lost",
    file: session("Attach"),
    before: "return Math.max(0, join.trimmed().orElse(0) - seen);",
    after: "return Math.min(0, seen);",
  },
  {
    name: "a state below what the tab has let go of is restored without a word",
    file: session("Attach"),
    before: "token.token().mark().compareTo(mark) < 0 || lostAbove(token.token().seen()) > 0;",
    after: "token.token().mark().compareTo(mark) < 0;",
  },
  {
    name: "a second snapshot is sent before the first is answered",
    file: session("Timeline"),
    before: "return dirty && inFlight == null;",
    after: "return dirty;",
  },
  {
    name: "an adopted session does not send again what was on its way",
    file: session("Timeline"),
    before: "epoch, origin, newGen, seq, seen, state, null, true, kept.max(held));",
    after: "epoch, origin, newGen, seq, seen, state, null, dirty, kept.max(held));",
  },
];

/** What promises say. */
const promises = [
  {
    name: "a restored session has forgotten what was refused",
    file: session("Attach"),
    before: "                snapshot.claims().refused()),",
    after: "                java.util.List.of()),",
  },
];

/** What comes back, and what is not taken back. */
const restore = [
  {
    name: "a patch leans on a base that the tab may not hold",
    file: "server/src/main/java/dev/livestash/internal/snapshot/PatchBase.java",
    before: "base != null && outcome == Outcome.ADOPTED && brought.isPresent() && brought.get().is(base);",
    after: "base != null;",
  },
  {
    name: "a patch leans on what the tab could not store",
    file: session("SnapshotSender"),
    before: "memory.patchBase().drop();\n    if (sentBytes > 0",
    after: "if (sentBytes > 0",
  },
  {
    name: "REFUSE: an answer leaves before its snapshot is kept",
    file: session("Withheld"),
    before: "    } else {\n      add(frame);",
    after: "    } else {\n      peer.send(frame);",
  },
  {
    name: "REFUSE: answers leave though the fence knows of another owner",
    file: session("SnapshotSender"),
    before: "if (isOwner.orElse(false)) {",
    after: "if (isOwner.isPresent()) {",
  },
  {
    name: "REFUSE: a session is adopted whose newest state is not kept",
    file: session("Attach"),
    before: ".filter(there -> hosted.rewind == Rewind.FORK || there.isKept());",
    after: ";",
  },
  {
    name: "a node leaves before the newest state is kept",
    file: session("Session"),
    before: "if (hosted.isDraining() && berth.isAtRest()) {",
    after: "if (hosted.isDraining()) {",
  },
];

/** What a tab holds that a server has let go of. */
const sleep = [
  {
    name: "a session sleeps before its newest state is kept",
    file: session("SnapshotSender"),
    before: "mayKeep && timeline.isKept() && isAtRest(timeline) &&",
    after: "mayKeep && !timeline.dirty() &&",
  },
  {
    name: "a page that does not show its state is believed to",
    file: session("AsleepArrival"),
    before: "if (!join.shows() || !join.patches()) {",
    after: "if (!join.patches()) {",
  },
];

export const SERVER = [...ownership, ...exactlyOnce, ...promises, ...restore, ...sleep];
