@NullMarked
package dev.livestash.state;

import org.jspecify.annotations.NullMarked;
