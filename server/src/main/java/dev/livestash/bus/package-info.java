/**
 * What carries messages from one node to the others.
 *
 * <p>A {@link dev.livestash.bus.Bus} knows nothing of groups nor of tabs: it carries texts. Without
 * one, messages reach the tabs of their own node.
 */
@NullMarked
package dev.livestash.bus;

import org.jspecify.annotations.NullMarked;
