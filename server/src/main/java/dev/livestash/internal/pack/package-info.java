/**
 * Bytes to fewer bytes and back: compression, dictionaries, padding, with a hard cap on what comes
 * out.
 */
@NullMarked
package dev.livestash.internal.pack;

import org.jspecify.annotations.NullMarked;
