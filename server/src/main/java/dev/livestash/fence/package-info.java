/**
 * Is this attachment still the owner of its instance?
 *
 * <p>A {@link dev.livestash.fence.Fence} holds each instance's high-water mark and answers two
 * questions about it, each in one atomic step. {@link dev.livestash.fence.MemoryFence} does so for
 * one node. {@link dev.livestash.fence.FallbackFence} puts it beside a fence that nodes share, and
 * says what holds when that one does not answer; the engines themselves are in packages of their
 * own.
 */
@NullMarked
package dev.livestash.fence;

import org.jspecify.annotations.NullMarked;
