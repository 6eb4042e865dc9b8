package dev.livestash.internal.session;

import dev.livestash.view.Context;
import dev.livestash.view.Rewind;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.util.ArrayList;
import java.util.List;

/** A view whose state is the list of the events that it has handled. */
final class HistoryView implements View<HistoryView.History> {
  static final String NAME = "history";
  static final String EVENT = "add";

  record History(List<Long> events) {
    History plus(long event) {
      List<Long> more = new ArrayList<>(events);
      more.add(event);
      return new History(List.copyOf(more));
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
