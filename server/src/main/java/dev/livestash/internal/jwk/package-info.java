/** JWK Sets (RFC 7517) and the files that they are in. */
@NullMarked
package dev.livestash.internal.jwk;

import org.jspecify.annotations.NullMarked;
