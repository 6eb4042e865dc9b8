/**
 * Real proxies in front of two nodes, with the configurations of {@code docs/proxies}: whether tabs
 * come back fast, and with everything, from all that is done to nodes and proxy. {@link
 * dev.livestash.acceptance.proxies.Proxies} is the program.
 */
@NullMarked
package dev.livestash.acceptance.proxies;

import org.jspecify.annotations.NullMarked;
