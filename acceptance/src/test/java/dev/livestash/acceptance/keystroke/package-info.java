/**
 * What one keystroke costs the page's main thread where a view shows its whole state. {@link
 * dev.livestash.acceptance.keystroke.Keystroke} is the program.
 */
@NullMarked
package dev.livestash.acceptance.keystroke;

import org.jspecify.annotations.NullMarked;
