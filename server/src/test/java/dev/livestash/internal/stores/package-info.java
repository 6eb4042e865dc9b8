/** Tests. */
@NullMarked
package dev.livestash.internal.stores;

import org.jspecify.annotations.NullMarked;
