/** The Zstandard dictionary format (RFC 8878 section 5), as bytes. */
@NullMarked
package dev.livestash.internal.zstd;

import org.jspecify.annotations.NullMarked;
