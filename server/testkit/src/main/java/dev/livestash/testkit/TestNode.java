package dev.livestash.testkit;

import dev.livestash.LiveStash;
import dev.livestash.LiveStashBuilder;
import dev.livestash.internal.undertow.InProcess;
import dev.livestash.report.RejectReason;
import dev.livestash.report.StashListener;
import dev.livestash.settings.Admission;
import dev.livestash.view.View;
import java.util.concurrent.atomic.AtomicReference;

/** One server with one view. What a tab brings about, it does before the tab goes on. */
final class TestNode<S> implements AutoCloseable {
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

  /** Hears why something was refused. */
  private final class Ears implements StashListener {
    @Override
    public void refusedEvent(String view, String key, String name, String error, String why) {
      seen.refusal(key, why);
    }

    @Override
    public void rejected(String view, RejectReason reason) {
      seen.rejection(reason.name());
    }
  }

  InProcess.Socket open(InProcess.Tab tab) {
    return engine.open(world.binding(), world.attributes(), tab);
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
