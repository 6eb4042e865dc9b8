@NullMarked
package dev.livestash.session;

import org.jspecify.annotations.NullMarked;
