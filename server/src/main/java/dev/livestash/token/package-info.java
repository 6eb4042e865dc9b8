/**
 * Bytes as sealed tokens and back: the key ring, the claims and their checks, and the one place
 * that uses JOSE and {@code javax.crypto}.
 *
 * <p>A token that was not opened here is a {@link java.lang.String}; its claims can be read only
 * from {@link dev.livestash.token.Opened.Valid}. An application needs {@link
 * dev.livestash.token.KeyRing} and meets {@link dev.livestash.token.RejectReason} in logs and
 * metrics.
 */
@NullMarked
package dev.livestash.token;

import org.jspecify.annotations.NullMarked;
