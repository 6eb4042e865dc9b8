/** The socket's edge: handshake, origin, limits, pings. */
@NullMarked
package dev.livestash.internal.undertow;

import org.jspecify.annotations.NullMarked;
