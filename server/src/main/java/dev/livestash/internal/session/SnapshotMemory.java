package dev.livestash.internal.session;

import dev.livestash.internal.snapshot.InPlaceCheck;
import dev.livestash.internal.snapshot.PatchBase;
import dev.livestash.internal.stores.Retry;
import dev.livestash.internal.stores.Slots;

/**
 * What a session remembers from one attach to the next: of its snapshots, and of its answers.
 *
 * @param slots where they rest on the servers' side
 * @param patchBase what patches lean on
 * @param inPlaceCheck what was sealed last, where states are checked
 * @param retry when a store is asked again
 * @param answers what its tab may not have heard of
 * @param stuck what may get nowhere
 */
record SnapshotMemory<S>(
    Slots slots,
    PatchBase<S> patchBase,
    InPlaceCheck<S> inPlaceCheck,
    Retry retry,
    Answers answers,
    Stuck stuck) {}
