package dev.livestash.internal.snapshot;

import dev.livestash.internal.pack.Packing;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Times;

/**
 * How snapshots are made, on both paths.
 *
 * @param issuer the {@code iss} claim
 * @param packing how plaintexts are packed
 * @param checkStates whether states that are changed in place are looked for
 * @param limits how large things may be
 * @param times how long tokens live
 */
public record Format(
    String issuer, Packing packing, boolean checkStates, Limits limits, Times times) {}
