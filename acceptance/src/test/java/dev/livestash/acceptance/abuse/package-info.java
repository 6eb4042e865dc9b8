/**
 * What strangers do to a small server while many good tabs work in it: {@link
 * dev.livestash.acceptance.abuse.Abuse} is the program behind {@code ./dev abuse}.
 */
@NullMarked
package dev.livestash.acceptance.abuse;

import org.jspecify.annotations.NullMarked;
