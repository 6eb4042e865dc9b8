/**
 * Thousands of tabs of a node that is stopped: whether each is told goodbye, and comes back when
 * and where it should. {@link dev.livestash.acceptance.drain.Drain} is the program.
 */
@NullMarked
package dev.livestash.acceptance.drain;

import org.jspecify.annotations.NullMarked;
