package dev.livestash.session;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What may happen in a world, and how often. */
final class Scenario {
  final int events;
  final int drops;
  final int crashes;
  int replays;
  int copies;
  int drains;
  boolean sharedFence = true;
  boolean lingers = true;
  boolean batches;
  boolean locks = true;
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

  /** The tab cannot tell whether it is a copy: the server has to find out. */
  Scenario withoutLocks() {
    locks = false;
    return this;
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
    return (1 + copies) * (1 + crashes + drains) + drops + 2 * replays;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "fence=%s, linger=%s, %d events, %d drops, %d crashes, %d replays, %d copies, %d drains%s%s",
        sharedFence ? "shared" : "local",
        lingers,
        events,
        drops,
        crashes,
        replays,
        copies,
        drains,
        batches ? ", batches" : "",
        locks ? "" : ", no locks");
  }
}
