@NullMarked
package dev.livestash.undertow;

import org.jspecify.annotations.NullMarked;
