@NullMarked
package dev.livestash.wire;

import org.jspecify.annotations.NullMarked;
