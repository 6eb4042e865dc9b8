package dev.livestash;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.livestash.fence.FallbackFence;
import dev.livestash.fence.Fence;
import dev.livestash.fence.MemoryFence;
import dev.livestash.fence.Scheduler;
import dev.livestash.session.Settings;
import dev.livestash.session.Stores;
import dev.livestash.session.ViewHost;
import dev.livestash.state.Packing;
import dev.livestash.token.KeyRing;
import dev.livestash.undertow.LiveStashHandler;
import dev.livestash.undertow.SocketLimits;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Puts a LiveStash together from what its builder was told. */
final class Assembly {
  /** What a join's frame may hold besides its token. */
  private static final int JOIN_OVERHEAD_BYTES = 64 << 10;

  private final LiveStashBuilder told;
  private final KeyRing keys;
  private final SystemTimers timers = new SystemTimers();

  Assembly(LiveStashBuilder told, KeyRing keys) {
    this.told = told;
    this.keys = keys;
  }

  LiveStash liveStash() {
    Executor views =
        told.executor == null
            ? ViewThreads.start(LiveStashBuilder.DEFAULT_THREADS_PER_CORE)
            : new PatientExecutor(told.executor, timers);
    KeyReload reload = new KeyReload(keys, told.keyReloadInterval, timers, views);
    reload.start();
    return new LiveStash(services(), handlerConfig(views), reload, told.stashing);
  }

  private ViewHost.Services services() {
    boolean reloads = keys.isReloadable() && !told.keyReloadInterval.isZero();
    return new ViewHost.Services(
        settings(),
        reloads ? keys.lookingForMissingKeys(System::nanoTime) : keys,
        fence(),
        stores(),
        told.mapper,
        told.clock,
        told.random,
        System::nanoTime,
        timers,
        told.listener);
  }

  private Settings settings() {
    return new Settings(
        told.issuer,
        told.tokenLifetime,
        told.instanceLifetime,
        told.maxTokenBytes,
        told.maxStateBytes,
        told.maxWaitingFrames,
        told.maxInstances,
        new Packing(told.compression, told.dictionaries, told.paddingBytes),
        told.linger,
        told.checkStates == null ? keys.isDevelopment() : told.checkStates,
        told.maxLingering);
  }

  private Stores stores() {
    // A busy tab's copy may come twice the grace late.
    Duration removalDelay = told.forkGrace.multipliedBy(2);
    Stores stores =
        new Stores(
            new Stores.Limits(told.maxStoredTokenBytes, told.storeTimeout, removalDelay),
            timers,
            System::nanoTime);
    told.stashing.store().ifPresent(stores::add);
    return stores;
  }

  private Fence fence() {
    if (told.engine != null) {
      Scheduler scheduler = (delay, task) -> timers.after(delay, task)::cancel;
      return new FallbackFence(
          told.engine, memoryFence(), told.engineLimits, scheduler, System::nanoTime);
    }
    return told.fence == null ? memoryFence() : told.fence;
  }

  private MemoryFence memoryFence() {
    // As long as a token can come back.
    boolean isLonger = told.tokenLifetime.compareTo(MemoryFence.DEFAULT_MEMORY) > 0;
    Duration memory = isLonger ? told.tokenLifetime : MemoryFence.DEFAULT_MEMORY;
    return new MemoryFence(
        MemoryFence.DEFAULT_MAX_INSTANCES, memory, told.forkGrace, Ticker.systemTicker());
  }

  private LiveStashHandler.Config handlerConfig(Executor views) {
    SocketLimits limits =
        new SocketLimits(
            told.maxTokenBytes + JOIN_OVERHEAD_BYTES,
            told.maxEventBytes,
            told.maxUnreadBytes,
            told.joinTimeout,
            told.pingInterval,
            told.silenceTimeout);
    return new LiveStashHandler.Config(
        limits, told.allowedOrigins, told.binding, views, System::nanoTime);
  }
}
