@NullMarked
package dev.livestash.redis;

import org.jspecify.annotations.NullMarked;
