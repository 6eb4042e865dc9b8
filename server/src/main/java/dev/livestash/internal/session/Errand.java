package dev.livestash.internal.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a session that sleeps is woken for. */
final class Errand {
  static final String EVENT = "event";
  static final String UPDATE = "update";
  static final String RENEWAL = "renewal";

  private @Nullable String cause;
  private long sinceNanos;

  /** What is done when it is awake, in order. */
  private final Deque<Step> steps = new ArrayDeque<>(1);

  /** Of the changes that do not wake it, the newest. */
  private @Nullable Task newest;

  /** Whether its tab was asked for its token. */
  boolean isAsked;

  /** Whether it has brought it. */
  boolean isBrought;

  /** The session is to wake; what it is woken for first counts. */
  void wakes(String why, long nanos) {
    if (cause == null) {
      cause = why;
      sinceNanos = nanos;
    }
  }

  /** What it is woken for. */
  String cause() {
    return Objects.requireNonNull(cause, "a session wakes for something");
  }

  /** Since when. */
  long sinceNanos() {
    return sinceNanos;
  }

  /** Something that is done, or is not. */
  interface Task extends Runnable {
    /** It is not done. */
    void isLost();
  }

  private record Step(String cause, Runnable task) {
    @Override
    public String toString() {
      return cause;
    }
  }

  /** A change that wakes it takes the place of the one that has not, which is older. */
  void add(String why, Runnable task) {
    steps.add(new Step(why, task));
    if (task instanceof Task) {
      loseNewest();
    }
  }

  /** A change that does not wake it, in place of the one before. */
  void isNewest(Task change) {
    loseNewest();
    newest = change;
  }

  private void loseNewest() {
    Task before = newest;
    newest = null;
    if (before != null) {
      before.isLost();
    }
  }

  /** The state does not come back. */
  void end() {
    takeChanges().forEach(Task::isLost);
  }

  /** What was to be done from outside, in order; it is not done by this any more. */
  List<Task> takeChanges() {
    List<Task> changes = new ArrayList<>();
    for (Step step : steps) {
      if (step.task() instanceof Task task) {
        changes.add(task);
      }
    }
    steps.removeIf(step -> step.task() instanceof Task);
    if (newest != null) {
      changes.add(newest);
      newest = null;
    }
    return changes;
  }

  int size() {
    return steps.size();
  }

  /** The state is back. What a step that fails or hangs leaves undone is there afterwards. */
  void run() {
    while (!steps.isEmpty()) {
      steps.remove().task().run();
    }
    Task last = newest;
    newest = null;
    if (last != null) {
      last.run();
    }
  }

  @Override
  public String toString() {
    return steps
        + (newest == null ? "" : ", and one more")
        + (isAsked ? ", asked" : "")
        + (isBrought ? ", brought" : "");
  }

  /** Whether something is lost with it that its tab does not send again. */
  boolean hasChanges() {
    return newest != null || steps.stream().anyMatch(step -> step.cause().equals(UPDATE));
  }
}
