/** What happens, as Micrometer's meters; Micrometer is an optional dependency. */
@NullMarked
package dev.livestash.micrometer;

import org.jspecify.annotations.NullMarked;
