/**
 * Real tabs type into real sheets while their servers are killed and frozen, their connections cut,
 * and their browser is killed; and while their handlers sleep and throw, and their states grow.
 *
 * <p>{@link dev.livestash.acceptance.chaos.Chaos} runs it: a {@link
 * dev.livestash.acceptance.chaos.Plan} comes from a seed, a {@link
 * dev.livestash.acceptance.chaos.Run} executes it on tabs, on the proxy between them and the
 * servers, and on the servers. What the user did is in each tab's {@link
 * dev.livestash.acceptance.chaos.Ledger}, and what must be counted is counted from there.
 */
@NullMarked
package dev.livestash.acceptance.chaos;

import org.jspecify.annotations.NullMarked;
