/** What has failed elsewhere, and comes back in a stage. */
@NullMarked
package dev.livestash.internal.async;

import org.jspecify.annotations.NullMarked;
