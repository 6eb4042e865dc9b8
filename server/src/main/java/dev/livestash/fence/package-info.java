/**
 * Is this attachment still the owner of its instance?
 *
 * <p>A {@link dev.livestash.fence.Fence} holds each instance's high-water mark and answers two
 * questions about it, each in one atomic step.
 */
@NullMarked
package dev.livestash.fence;

import org.jspecify.annotations.NullMarked;
