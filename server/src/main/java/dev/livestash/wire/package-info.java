/**
 * The frames of PROTOCOL.md as sealed records, and their codec. Twin of the browser module's {@code
 * frames.ts}.
 */
@NullMarked
package dev.livestash.wire;

import org.jspecify.annotations.NullMarked;
