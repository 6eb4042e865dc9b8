package dev.livestash;

import dev.livestash.view.Context;
import dev.livestash.view.View;
import java.util.function.Function;
import java.util.function.Supplier;

/** A view of which only the handlers are of interest. */
public abstract class TestView<S> implements View<S> {
  private final Class<S> type;
  private final Supplier<S> first;
  private final Function<S, Object> picture;

  /**
   * A view of its own.
   *
   * @param first makes the state of a new tab
   * @param picture what a page is shown of a state
   */
  protected TestView(Class<S> type, Supplier<S> first, Function<S, Object> picture) {
    this.type = type;
    this.first = first;
    this.picture = picture;
  }

  @Override
  public Class<S> stateType() {
    return type;
  }

  @Override
  public S first(Context<S> context) {
    return first.get();
  }

  @Override
  public Object render(S state, Context<S> context) {
    return picture.apply(state);
  }
}
