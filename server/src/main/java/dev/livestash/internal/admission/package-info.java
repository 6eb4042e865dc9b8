/** Who may come in, and how often: quotas by address and by subject. Knows no HTTP. */
@NullMarked
package dev.livestash.internal.admission;

import org.jspecify.annotations.NullMarked;
