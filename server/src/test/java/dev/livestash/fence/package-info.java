@NullMarked
package dev.livestash.fence;

import org.jspecify.annotations.NullMarked;
