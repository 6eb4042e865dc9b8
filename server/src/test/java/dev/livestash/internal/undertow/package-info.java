/** The tests of the socket's edge that need no socket. */
@NullMarked
package dev.livestash.internal.undertow;

import org.jspecify.annotations.NullMarked;
