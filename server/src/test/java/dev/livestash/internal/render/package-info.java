@NullMarked
package dev.livestash.internal.render;

import org.jspecify.annotations.NullMarked;
