/**
 * Who is a member of which group on this node, and messages on their way to them, from here and
 * from other nodes.
 */
@NullMarked
package dev.livestash.internal.groups;

import org.jspecify.annotations.NullMarked;
