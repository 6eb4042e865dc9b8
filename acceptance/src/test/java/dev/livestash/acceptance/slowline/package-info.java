/**
 * Events, joins and snapshots of all sizes on lines of all rates: whether each arrives, and in the
 * time that its line needs. {@link dev.livestash.acceptance.slowline.SlowLine} is the program.
 */
@NullMarked
package dev.livestash.acceptance.slowline;

import org.jspecify.annotations.NullMarked;
