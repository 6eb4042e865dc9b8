package dev.livestash.internal.session;

import java.util.function.UnaryOperator;

/**
 * Brings a seat's later steps into its session's turn; they are left out if the seat is given up.
 */
@FunctionalInterface
interface Turns<S> {
  void later(UnaryOperator<Timeline<S>> step);
}
