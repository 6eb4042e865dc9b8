@NullMarked
package dev.livestash.stash;

import org.jspecify.annotations.NullMarked;
