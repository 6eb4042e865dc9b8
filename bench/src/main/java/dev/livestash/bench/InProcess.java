package dev.livestash.bench;

import dev.livestash.fence.MemoryFence;
import dev.livestash.internal.assembly.SystemScheduler;
import dev.livestash.internal.groups.Groups;
import dev.livestash.internal.memory.NodeMemory;
import dev.livestash.internal.memory.Share;
import dev.livestash.internal.pack.Packing;
import dev.livestash.internal.session.Listeners;
import dev.livestash.internal.session.Services;
import dev.livestash.internal.session.Surroundings;
import dev.livestash.internal.session.ViewHost;
import dev.livestash.internal.session.Visitor;
import dev.livestash.internal.snapshot.Format;
import dev.livestash.internal.stores.Stores;
import dev.livestash.internal.token.NodeClock;
import dev.livestash.settings.Compression;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Times;
import dev.livestash.stash.Stashing;
import dev.livestash.view.View;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.NullMarked;

/** A node without sockets, whose tabs are in the same process. */
@NullMarked
final class InProcess {
  static final Visitor NOBODY =
      new Visitor(
          "192.0.2.1",
          Optional.empty(),
          Map.of(),
          Surroundings.NONE,
          () -> {},
          Share.UNCOUNTED,
          told -> Duration.ZERO);

  private InProcess() {}

  /**
   * With room for so many of a view.
   *
   * @param nanoTime by which sessions fall asleep
   */
  static ViewHost<Board> host(View<Board> view, int count, LongSupplier nanoTime) {
    return new ViewHost<>(
        Paths.VIEW, view, Stashing.inBrowser(), services(count, nanoTime), blocked -> {});
  }

  private static Services services(int count, LongSupplier nanoTime) {
    SystemScheduler scheduler = new SystemScheduler(System::nanoTime);
    Limits limits =
        Limits.defaults().withMaxInstances(2 * count).withMaxStatesBytes(Long.MAX_VALUE / 2);
    Times times = Times.defaults();
    return new Services(
        new Format(Paths.ISSUER, Packing.plain(Compression.ZSTD), false, limits, times),
        Optional.of("bench"),
        Paths.KEYS,
        new MemoryFence(2 * count, times.tokenLifetime(), times.forkGrace(), System::nanoTime),
        new Stores(limits, times, scheduler, System::nanoTime, (what, isAnswered, took) -> {}),
        Paths.MAPPER,
        new NodeClock(Clock.systemUTC(), System::nanoTime, times.tokenLifetime()),
        new SecureRandom(),
        nanoTime,
        scheduler,
        NodeMemory.of(limits, scheduler),
        Groups.alone(limits, Paths.MAPPER, NodeMemory.of(limits, scheduler).frames()),
        new Listeners(List.of()));
  }
}
