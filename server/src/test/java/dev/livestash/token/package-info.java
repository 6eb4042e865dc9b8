@NullMarked
package dev.livestash.token;

import org.jspecify.annotations.NullMarked;
