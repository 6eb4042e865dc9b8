/** A render, as what it differs in from the one before it. */
@NullMarked
package dev.livestash.internal.render;

import org.jspecify.annotations.NullMarked;
