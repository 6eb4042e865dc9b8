@NullMarked
package dev.livestash.demo.e2e;

import org.jspecify.annotations.NullMarked;
