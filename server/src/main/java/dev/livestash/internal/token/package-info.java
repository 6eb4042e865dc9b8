/**
 * Bytes to JWE (RFC 7516) and back, and the claims (RFC 7519) in them with their checks. What has
 * not been opened has no claims.
 */
@NullMarked
package dev.livestash.internal.token;

import org.jspecify.annotations.NullMarked;
