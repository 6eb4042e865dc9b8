/** Tests. */
@NullMarked
package dev.livestash.keys;

import org.jspecify.annotations.NullMarked;
