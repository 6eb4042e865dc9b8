@NullMarked
package dev.livestash.bus;

import org.jspecify.annotations.NullMarked;
