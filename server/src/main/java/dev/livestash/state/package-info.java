/**
 * A state as bytes: Jackson writes and binds it, and compression packs it with a hard cap on what
 * it may inflate to.
 *
 * <p>For LiveStash's own packages; applications meet the state through {@link
 * dev.livestash.state.StateCodec}'s JSON only.
 */
@NullMarked
package dev.livestash.state;

import org.jspecify.annotations.NullMarked;
