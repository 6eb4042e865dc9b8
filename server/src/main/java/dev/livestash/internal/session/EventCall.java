package dev.livestash.internal.session;

import dev.livestash.internal.wire.ClientFrame;
import dev.livestash.view.Context;
import dev.livestash.view.Event;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An event on its way through a handler, which may leave a reply in it. */
final class EventCall<S> implements Event<S> {
  private final ClientFrame.Event frame;
  private final boolean replayed;
  private final Context<S> context;
  private @Nullable Object reply;

  EventCall(ReceivedEvent received, Context<S> context) {
    this.frame = received.frame();
    this.replayed = received.replayed();
    this.context = context;
  }

  @Override
  public String name() {
    return frame.name();
  }

  @Override
  public long number() {
    return frame.n();
  }

  @Override
  public String key() {
    return context.sid() + "/" + frame.n();
  }

  @Override
  public Duration age() {
    return Duration.ofMillis(frame.age());
  }

  @Override
  public boolean replayed() {
    return replayed;
  }

  @Override
  public void reply(@Nullable Object value) {
    reply = value;
  }

  JsonNode data() {
    return frame.data();
  }

  @Nullable Object reply() {
    return reply;
  }

  @Override
  public Context<S> context() {
    return context;
  }
}
