@NullMarked
package dev.livestash.internal.groups;

import org.jspecify.annotations.NullMarked;
