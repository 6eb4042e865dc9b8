package dev.livestash.demo;

import dev.livestash.view.Context;
import dev.livestash.view.Event;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An event as the workbench knows it. */
record SheetEvent(Event<VictimView.State> event) implements Event<Sheet> {
  @Override
  public String name() {
    return event.name();
  }

  @Override
  public long number() {
    return event.number();
  }

  @Override
  public String key() {
    return event.key();
  }

  @Override
  public Duration age() {
    return event.age();
  }

  @Override
  public boolean replayed() {
    return event.replayed();
  }

  @Override
  public void reply(@Nullable Object value) {
    event.reply(value);
  }

  @Override
  public Context<Sheet> context() {
    return new SheetContext(event.context());
  }
}
