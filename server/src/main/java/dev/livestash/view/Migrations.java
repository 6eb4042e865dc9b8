package dev.livestash.view;

import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** Takes a view's migrations: how a state of an earlier version becomes one of the next. */
public interface Migrations {

  /**
   * Adds one step: the state's JSON of one version becomes that of the version after it. A token of
   * version 1 is taken through the steps from 1, 2, …, and what comes out of the last one is bound
   * to the state's class. The steps have no gap and end at the view's version; they need not begin
   * at 1.
   *
   * <p>A step that throws makes the state {@code unmigratable}: the view starts fresh, after {@link
   * View#salvage} was asked.
   *
   * @param version of the state that the step takes, at least 1 and below {@link View#stateVersion}
   * @param step makes the next version's JSON out of the tree it gets, which is its own to change;
   *     with no other effect, since it may run any number of times on the same state
   * @return this, for the next step
   * @throws IllegalArgumentException if the version is not such a one, or is taken
   */
  Migrations from(int version, UnaryOperator<JsonNode> step);
}
