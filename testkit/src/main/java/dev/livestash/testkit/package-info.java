/**
 * Tests of one's own views and app.
 *
 * <p>{@link dev.livestash.testkit.TestTab} drives one view on the real engine, without a socket:
 */
@NullMarked
package dev.livestash.testkit;

import org.jspecify.annotations.NullMarked;
