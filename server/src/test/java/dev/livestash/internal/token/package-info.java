/** Tests. */
@NullMarked
package dev.livestash.internal.token;

import org.jspecify.annotations.NullMarked;
