/**
 * WebSockets on Undertow: handshake, origin, limits, pings and threads. The one user of Undertow
 * and XNIO.
 */
@NullMarked
package dev.livestash.undertow;

import org.jspecify.annotations.NullMarked;
