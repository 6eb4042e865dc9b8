/** Tests. */
@NullMarked
package dev.livestash.internal.session;

import org.jspecify.annotations.NullMarked;
