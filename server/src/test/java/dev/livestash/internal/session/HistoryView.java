package dev.livestash.internal.session;

import dev.livestash.view.Context;
import dev.livestash.view.Rewind;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.util.ArrayList;
import java.util.List;

/**
 * A view whose state is the list of the events that it has handled, behind a mark for each change
 * from outside.
 */
final class HistoryView implements View<HistoryView.History> {
  static final String NAME = "history";
  static final String EVENT = "add";

  record History(List<Long> events) {
    /** The number of no event. */
    private static final long MARK = 0;

    History plus(long event) {
      List<Long> more = new ArrayList<>(events);
      more.add(event);
      return new History(List.copyOf(more));
    }

    /** Changed from outside: when, as seen from the events, makes no difference. */
    History marked() {
      List<Long> more = new ArrayList<>(List.of(MARK));
      more.addAll(events);
      return new History(List.copyOf(more));
    }

    /** How many marks a history begins with. */
    static int marks(List<?> events) {
      int marks = 0;
      while (marks < events.size() && events.get(marks).equals(MARK)) {
        marks++;
      }
      return marks;
    }
  }

  private final Rewind rewind;

  HistoryView(Rewind rewind) {
    this.rewind = rewind;
  }

  @Override
  public Rewind rewind() {
    return rewind;
  }

  @Override
  public Class<History> stateType() {
    return History.class;
  }

  @Override
  public History first(Context<History> context) {
    return new History(List.of());
  }

  @Override
  public void handlers(ViewHandlers<History> on) {
    on.on(EVENT, (state, event) -> state.plus(event.number()));
  }

  @Override
  public Object render(History state, Context<History> context) {
    return state.events();
  }
}
