/**
 * What an application writes.
 *
 * <p>Start at {@link dev.livestash.view.View}: it makes a first state, handles events, and renders.
 * Its state is one immutable value. Everything else here is handed to it.
 */
@NullMarked
package dev.livestash.view;

import org.jspecify.annotations.NullMarked;
