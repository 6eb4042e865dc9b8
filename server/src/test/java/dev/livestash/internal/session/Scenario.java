package dev.livestash.internal.session;

import dev.livestash.view.Rewind;
import java.util.EnumSet;
import java.util.Set;

/** What may happen in a world, and how often. */
final class Scenario {
  final int events;
  final int drops;
  final int crashes;
  int replays;
  int copies;
  int drains;
  int refusals;
  int outages;
  int rewinds;
  int sleeps;
  int updates;
  int rings;

  /** How many events the tab has room for. */
  int room = Integer.MAX_VALUE;

  Rewind rewind = Rewind.FORK;
  boolean isLate;
  boolean sharedFence = true;
  boolean lingers = true;
  boolean batches;
  boolean locks = true;
  boolean resends;
  boolean unknown;
  boolean shows;
  Seed seed = Seed.NONE;
  Set<Violation.Kind> ignored = EnumSet.noneOf(Violation.Kind.class);

  /**
   * One tab, two nodes and one fence for both.
   *
   * @param events what the user does in each tab
   * @param drops sockets that break
   * @param crashes nodes that lose their memory
   */
  Scenario(int events, int drops, int crashes) {
    this.events = events;
    this.drops = drops;
    this.crashes = crashes;
  }

  /** Each node has a fence of its own, and loses it in a crash. */
  Scenario withLocalFences() {
    sharedFence = false;
    return this;
  }

  /** A session ends with its socket. */
  Scenario withoutLinger() {
    lingers = false;
    return this;
  }

  /** Two things may reach a node before its threads run. */
  Scenario withBatches() {
    batches = true;
    return this;
  }

  /** Somebody joins with the first token that the tab ever held, and the highest attempt. */
  Scenario withReplay() {
    replays = 1;
    return this;
  }

  /** The tab is duplicated once. */
  Scenario withCopy() {
    copies = 1;
    return this;
  }

  /** A node leaves in order. */
  Scenario withDrain() {
    drains = 1;
    return this;
  }

  /** The fence's answers take their time. */
  Scenario withLateAnswers() {
    isLate = true;
    return this;
  }

  /** One answer of the fence, which take their time, never comes. */
  Scenario withOutage() {
    outages = 1;
    return withLateAnswers();
  }

  /** The tab cannot store one snapshot. */
  Scenario withRefusal() {
    refusals = 1;
    return this;
  }

  /** The tab cannot tell whether it is a copy: the server has to find out. */
  Scenario withoutLocks() {
    locks = false;
    return this;
  }

  /** The tab sends its whole outbox after each join, also what the state contains. */
  Scenario withResending() {
    resends = true;
    return this;
  }

  /** No event has a handler: each is refused. */
  Scenario withUnknownEvents() {
    unknown = true;
    return this;
  }

  /** A tab that comes back says what its page shows. */
  Scenario withShowing() {
    shows = true;
    return this;
  }

  /** So many times, a session whose tab is there is idle for long enough to sleep. */
  Scenario withSleep(int times) {
    sleeps = times;
    return this;
  }

  /** The state is changed from outside once. */
  Scenario withUpdate() {
    updates = 1;
    return this;
  }

  /** Once, a session that sleeps is to renew its token, or is not brought it in time. */
  Scenario withRing() {
    rings = 1;
    return this;
  }

  /** The tab's browser is killed once, and comes back with the first snapshot that it ever held. */
  Scenario withRewind(Rewind policy) {
    rewinds = 1;
    rewind = policy;
    return this;
  }

  /** A state of one event is too large to be sealed, and the tab has room for one event. */
  Scenario withUnprotected() {
    room = 1;
    return this;
  }

  boolean isUnprotected() {
    return room == 1;
  }

  Scenario withSeed(Seed wrong) {
    seed = wrong;
    return this;
  }

  Scenario ignoring(Violation.Kind kind) {
    ignored.add(kind);
    return this;
  }

  /** As many as the tabs can need. */
  int maxWires() {
    return (1 + copies) * (1 + crashes + drains) + drops + 2 * replays + outages + rewinds;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(sharedFence ? "one fence" : "a fence a node");
    text.append(lingers ? "" : ", no linger");
    append(text, events, "events");
    append(text, drops, "drops");
    append(text, crashes, "crashes");
    append(text, replays, "replays");
    append(text, copies, "copies");
    append(text, drains, "drains");
    append(text, refusals, "refusals");
    append(text, outages, "outages");
    append(text, rewinds, "rewinds");
    append(text, sleeps, "sleeps");
    append(text, updates, "updates");
    append(text, rings, "rings");
    return text.append(batches ? ", batches" : "")
        .append(locks ? "" : ", no locks")
        .append(resends ? ", events sent again" : "")
        .append(unknown ? ", unknown events" : "")
        .append(shows ? ", pages named" : "")
        .append(isLate ? ", late answers" : "")
        .append(isUnprotected() ? ", unprotected" : "")
        .append(rewind == Rewind.REFUSE ? ", rewinds refused" : "")
        .toString();
  }

  private static void append(StringBuilder text, int number, String what) {
    if (number > 0) {
      text.append(", ").append(number).append(' ').append(what);
    }
  }
}
