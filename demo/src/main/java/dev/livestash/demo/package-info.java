/**
 * <i>Sheet</i>, a CSV workbench whose whole table lives in server memory: what LiveStash is for,
 * small enough to read.
 *
 * <p>Start at {@code SheetView}. Its state is one {@code Sheet}; {@code Csv} is the way in for a
 * table, {@code Order} and {@code Showing} choose the rows that a tab sees, {@code Demo} starts it
 * all.
 */
@NullMarked
package dev.livestash.demo;

import org.jspecify.annotations.NullMarked;
