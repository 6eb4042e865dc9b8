/** Where whole tokens rest on the servers' side: slots, retries, removals. */
@NullMarked
package dev.livestash.internal.stores;

import org.jspecify.annotations.NullMarked;
