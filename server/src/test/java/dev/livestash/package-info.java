@NullMarked
package dev.livestash;

import org.jspecify.annotations.NullMarked;
