@NullMarked
package dev.livestash.jcache;

import org.jspecify.annotations.NullMarked;
