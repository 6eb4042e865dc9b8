/**
 * Tests of one's own views and app.
 *
 * <p>{@link dev.livestash.testkit.TestTab} drives one view on the real engine, without a socket:
 * start there. {@link dev.livestash.testkit.LiveApp} runs a whole app in a process of its own, for
 * tests in a browser.
 */
@NullMarked
package dev.livestash.testkit;

import org.jspecify.annotations.NullMarked;
