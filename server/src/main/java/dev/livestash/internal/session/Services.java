package dev.livestash.internal.session;

import dev.livestash.fence.Fence;
import dev.livestash.internal.groups.Groups;
import dev.livestash.internal.memory.NodeMemory;
import dev.livestash.internal.snapshot.Format;
import dev.livestash.internal.stores.Stores;
import dev.livestash.internal.token.NodeClock;
import dev.livestash.internal.token.Sealer;
import dev.livestash.keys.KeyRing;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Scheduler;
import dev.livestash.settings.Times;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.LongSupplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * What all views of a LiveStash share.
 *
 * @param format how snapshots are made
 * @param release the name of the application's release, if it has one
 * @param keys seal and open tokens
 * @param fence holds the instances' marks
 * @param stores where snapshots rest on the servers' side
 * @param mapper writes and reads states, renders, replies and event data
 * @param clock the time, for claims
 * @param random makes ids, keys and initialization vectors
 * @param nanoTime a monotonic clock, for measuring
 * @param scheduler runs what is due later
 * @param memory how much of it is taken
 * @param groups whose messages reach their members
 * @param listeners are told what happens
 */
public record Services(
    Format format,
    Optional<String> release,
    KeyRing keys,
    Fence fence,
    Stores stores,
    JsonMapper mapper,
    NodeClock clock,
    SecureRandom random,
    LongSupplier nanoTime,
    Scheduler scheduler,
    NodeMemory memory,
    Groups groups,
    Listeners listeners) {

  /** What nodes tell each other of what tokens are bound to. */
  public Subjects subjects() {
    return new Subjects(
        fence, new Sealer(keys, random, nanoTime), keys, clock, times().rebindTime());
  }

  Limits limits() {
    return format.limits();
  }

  Times times() {
    return format.times();
  }

  long nanos() {
    return nanoTime.getAsLong();
  }

  /** When what is sealed now is issued. */
  long epochSecond() {
    return clock.latest().getEpochSecond();
  }
}
