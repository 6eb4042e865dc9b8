/**
 * A token taken apart, for whoever has its key: {@code ./dev inspect}. Nothing of a server uses it.
 */
@NullMarked
package dev.livestash.internal.inspect;

import org.jspecify.annotations.NullMarked;
