import { type Pending, refuse } from "./answer.js";
import { type Blame, openBlame } from "./blame.js";
import type { Environment } from "./environment.js";
import type { UserEvent } from "./event.js";
import type { JoinedFrame, Json, KeepFrame } from "./frames.js";
import { MAX_OUTBOX_BYTES, MAX_OUTBOX_EVENTS, type Settings } from "./options.js";
import { type Outbox, openOutbox } from "./outbox.js";
import { NOWHERE, type Stored, type UseItems } from "./storage.js";
import { openVault, type Vault } from "./vault.js";

/** What a tab has of one instance: its newest snapshot, the events above it, and which of those are suspected. */
interface Parts {
  readonly vault: Vault;
  readonly outbox: Outbox;
  readonly blame: Blame;
}

/** An instance, as its tab has it, and the rules that bind its parts. */
export interface Instance extends Parts {
  /** Whether it is a fresh one, for the time of one socket, while the server is older than the tab's own token. */
  readonly isStandIn: boolean;
  /** What the page was given last. */
  showing?: Json;
  /** The number of the next join. What another page of this tab has had meanwhile is read anew. */
  nextAttempt(): number;
  /** Takes an event in, and returns the promise of its answer. */
  add(event: UserEvent): Pending["promise"];
  /**
   * Brings it to where the server says it is.
   *
   * @returns the instance that is attached: this one, or a stand-in
   */
  arrive(frame: JoinedFrame): Instance;
  /** Holds a snapshot, and lets go of the events in it; or finds that it came too late. */
  hold(sid: string, frame: KeepFrame): Stored | undefined;
  /** The token is another tab's, and so are the events that came with it. */
  fork(): void;
  /** Forgets the snapshot and the events. */
  reset(): void;
}

export function openInstance(
  environment: Environment,
  settings: Settings,
  use: UseItems,
  isStandIn = false,
): Instance {
  const nextAttempt = () => {
    const attempt = instance.vault.nextAttempt(environment.Date.now());
    if (attempt) return attempt;
    instance.outbox.settleTo({ error: "closed" });
    Object.assign(instance, load(environment, settings, use));
    return nextAttempt();
  };
  const instance: Instance = {
    ...load(environment, settings, use),
    isStandIn,
    nextAttempt,
    add(event) {
      // What is to be sent brings the state anyway.
      instance.vault.isShown = false;
      const n = instance.outbox.add(event);
      return n === "full" ? refuse(n, event.name) : instance.outbox.promise(n, event.name);
    },
    arrive({ outcome, reason, seen, answers }) {
      const { vault, blame } = instance;
      let arrived: Instance = instance;
      // It waits for a server that is new enough. What happens in the stand-in is of this socket.
      if (reason === "newer") {
        vault.isShown = false;
        arrived = openInstance(environment, settings, NOWHERE, true);
      }
      // It goes on as another one from what this tab itself had: its events stay.
      else if (outcome === "forked") {
        if (!reason) instance.fork();
        // Whether it is marked already or not: what it was forked from last may have been further back than before.
        vault.fork(seen, reason && "!!");
      } else if (outcome === "new" && reason) instance.reset();
      // Whatever the answer is: a suspicion is for the next join only.
      const suspects = blame.takeSuspects();
      if (outcome !== "adopted") suspects.forEach(instance.outbox.raise);
      arrived.outbox.arrived(seen, /new|forked/.test(outcome), answers);
      return arrived;
    },
    hold(sid, frame) {
      const stored = instance.vault.hold(sid, frame);
      if (stored) instance.outbox.covered(instance.vault.held()?.seen as number, stored === "kept");
      return stored;
    },
    fork() {
      const held = instance.vault.held();
      if (!held || held.marks) return;
      // The events first: a page that dies in between then asks again.
      instance.outbox.fork(held.seen);
      instance.vault.fork(held.seen, "!");
    },
    reset() {
      // The events first: a page that dies in between then still has the token that this is decided by.
      instance.outbox.drop();
      instance.vault.drop();
    },
  };
  return instance;
}

/** Reads what this tab has stored. */
function load(
  environment: Environment,
  { survives, maxOutboxEvents = MAX_OUTBOX_EVENTS, maxOutboxBytes = MAX_OUTBOX_BYTES }: Settings,
  use: UseItems,
): Parts {
  const cameBy = environment.performance.getEntriesByType?.("navigation")[0]?.type;
  if (survives === "reload" && cameBy !== "reload") use((items) => items.sweep(""));
  const vault = openVault(use);
  // So that a page of this tab that was put away and comes back sees that it is not the last one any more.
  vault.nextAttempt(environment.Date.now());
  const outbox = openOutbox(use, maxOutboxEvents, maxOutboxBytes, vault.held()?.seen ?? 0);
  return { vault, outbox, blame: openBlame() };
}
