/** LiveStash: server-driven views whose complete state outlives its server. */
@NullMarked
package dev.livestash;

import org.jspecify.annotations.NullMarked;
