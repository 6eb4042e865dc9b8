/**
 * The keys that seal and open tokens: {@link dev.livestash.keys.KeyRing} for the application,
 * {@link dev.livestash.keys.KeyTool} for who makes and rotates them.
 */
@NullMarked
package dev.livestash.keys;

import org.jspecify.annotations.NullMarked;
