/** Tests of the demo's own parts; how they work together is tested with a browser. */
@NullMarked
package dev.livestash.demo;

import org.jspecify.annotations.NullMarked;
