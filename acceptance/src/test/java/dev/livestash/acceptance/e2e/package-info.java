@NullMarked
package dev.livestash.acceptance.e2e;

import org.jspecify.annotations.NullMarked;
