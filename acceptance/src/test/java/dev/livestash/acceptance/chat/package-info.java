/** A chat on two nodes that die. */
@NullMarked
package dev.livestash.acceptance.chat;

import org.jspecify.annotations.NullMarked;
