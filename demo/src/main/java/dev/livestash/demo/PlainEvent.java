package dev.livestash.demo;

import dev.livestash.view.Context;
import dev.livestash.view.Event;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One event of a plain socket: never late, never a second time. */
final class PlainEvent<S> implements Event<S> {

  private final JsonNode frame;
  private final Context<S> context;
  private @Nullable Object reply;

  PlainEvent(JsonNode frame, Context<S> context) {
    this.frame = frame;
    this.context = context;
  }

  @Override
  public String name() {
    return frame.path("name").asString("");
  }

  @Override
  public long number() {
    return frame.path("n").asLong(0);
  }

  @Override
  public String key() {
    return context.sid() + "/" + number();
  }

  @Override
  public Duration age() {
    return Duration.ZERO;
  }

  @Override
  public boolean replayed() {
    return false;
  }

  @Override
  public void reply(@Nullable Object value) {
    reply = value;
  }

  @Nullable Object reply() {
    return reply;
  }

  @Override
  public Context<S> context() {
    return context;
  }
}
