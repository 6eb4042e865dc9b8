/** The frames of {@code PROTOCOL.md} as sealed records, and their codec. */
@NullMarked
package dev.livestash.internal.wire;

import org.jspecify.annotations.NullMarked;
