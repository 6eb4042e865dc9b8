package dev.livestash.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps that lead back, and those that lead forth again, each list's newest last.
 *
 * @param undo at most {@link Limits#MAX_UNDO_STEPS}
 * @param redo no more than were undone
 */
record History(List<Step> undo, List<Step> redo) {

  static final History NONE = new History(List.of(), List.of());

  History {
    undo = List.copyOf(undo);
    redo = List.copyOf(redo);
  }

  Optional<Step> lastUndo() {
    return last(undo);
  }

  Optional<Step> lastRedo() {
    return last(redo);
  }

  /** After something new was done: there is nothing to redo any more. */
  History done(Step inverse) {
    return new History(plus(undo, inverse), List.of());
  }

  /** After the last step was undone. */
  History undone(Step inverse) {
    return new History(butLast(undo), plus(redo, inverse));
  }

  /** After the last undone step was done again. */
  History redone(Step inverse) {
    return new History(plus(undo, inverse), butLast(redo));
  }

  private static Optional<Step> last(List<Step> steps) {
    return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1));
  }

  private static List<Step> butLast(List<Step> steps) {
    return steps.subList(0, steps.size() - 1);
  }

  private static List<Step> plus(List<Step> steps, Step step) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    int forgotten = Math.max(0, longer.size() - Limits.MAX_UNDO_STEPS);
    return longer.subList(forgotten, longer.size());
  }
}
