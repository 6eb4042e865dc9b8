package dev.livestash.testkit;

import dev.livestash.LiveStash;
import dev.livestash.LiveStashBuilder;
import dev.livestash.internal.undertow.InProcess;
import dev.livestash.report.RejectReason;
import dev.livestash.report.StashListener;
import dev.livestash.settings.Admission;
import dev.livestash.view.View;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** One server with one view. What a tab brings about, it does before the tab goes on. */
final class TestNode<S> implements AutoCloseable {
  /** What is dropped since the application is wrong, and not since a tab is away. */
  private static final Map<String, String> MISTAKES =
      Map.of(
          "invalid", "A message was dropped, since its data does not fit its handler's type",
          "malformed", "What came over the bus was dropped, since it is no message",
          "groups", "A membership was dropped, since the tab has too many");

  private final World world;
  private final LiveStash stash;
  private final InProcess<S> engine;
  private final Sightings<S> seen = new Sightings<>();

  TestNode(World world, View<S> view) {
    this.world = world;
    LiveStashBuilder told =
        LiveStash.builder().keys(world.ring()).executor(Runnable::run).clock(world.time());
    world.settings().accept(told);
    this.stash = unasked(told).listener(new Ears()).build();
    // What it is mounted by says also whether its class fits its stateType().
    var unused = stash.mount(world.name(), view);
    AtomicReference<InProcess<S>> mounted = new AtomicReference<>();
    this.engine =
        InProcess.of(
            stash.mount(world.name(), WatchedView.of(view, seen, mounted::get, world.replays())));
    mounted.set(engine);
  }

  /** Nobody comes by a handshake, so that whoever is asked there has nothing to say. */
  @SuppressWarnings("NullAway") // takes back what the application's own settings may have said
  private static LiveStashBuilder unasked(LiveStashBuilder told) {
    return told.binding(null).admit(exchange -> Admission.anonymous());
  }

  /** Hears why something was refused, and what the view has thrown or lost where no tab is told. */
  private final class Ears implements StashListener {
    @Override
    public void refusedEvent(String view, String key, String name, String error, String why) {
      seen.refusal(key, why);
    }

    @Override
    public void rejected(String view, RejectReason reason) {
      seen.rejection(reason.name());
    }

    @Override
    public void failed(String view, String sid, String where, Throwable failure) {
      switch (where) {
        case "handler" -> {
          // The event's answer says so.
        }
        case "render" -> seen.unshown(failure);
        default -> seen.thrown(where, failure);
      }
    }

    @Override
    public void dropped(String view, String why) {
      Optional.ofNullable(MISTAKES.get(why)).ifPresent(seen::fault);
    }
  }

  InProcess.Socket open(InProcess.Tab tab) {
    return engine.open(world.guest(), tab);
  }

  void publish(String group, String name, Object data) {
    stash.publish(group, name, data);
  }

  World world() {
    return world;
  }

  InProcess<S> engine() {
    return engine;
  }

  Sightings<S> seen() {
    return seen;
  }

  /** Lets its tabs go, as before a deployment, if there are any. */
  @Override
  public void close() {
    stash.close();
  }
}
