@NullMarked
package dev.livestash.micrometer;

import org.jspecify.annotations.NullMarked;
