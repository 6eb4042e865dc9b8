/** What an application sets and does not write: limits, times, compression, dictionaries. */
@NullMarked
package dev.livestash.settings;

import org.jspecify.annotations.NullMarked;
