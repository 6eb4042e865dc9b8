package dev.livestash.internal.assembly;

import dev.livestash.fence.FallbackFence;
import dev.livestash.fence.Fence;
import dev.livestash.fence.MemoryFence;
import dev.livestash.internal.admission.Gate;
import dev.livestash.internal.groups.Groups;
import dev.livestash.internal.memory.NodeMemory;
import dev.livestash.internal.pack.Packing;
import dev.livestash.internal.session.Listeners;
import dev.livestash.internal.session.Services;
import dev.livestash.internal.snapshot.Format;
import dev.livestash.internal.stores.Stores;
import dev.livestash.internal.token.NodeClock;
import dev.livestash.internal.undertow.ClientAddress;
import dev.livestash.internal.undertow.LiveStashHandler;
import dev.livestash.keys.KeyRing;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Puts a LiveStash together from what its builder was told. */
public final class Assembly {
  private static final int NODE_ID_BYTES = 12;

  private final Configuration told;
  private final KeyRing keys;
  private final SystemScheduler scheduler = new SystemScheduler(System::nanoTime);
  private final NodeMemory memory;
  private final Listeners listeners;
  private final Stores stores;

  /** What this node remembers itself; empty if the application has given a fence. */
  private final Optional<MemoryFence> local;

  /**
   * An assembly.
   *
   * @throws IllegalStateException if there are no keys, or what was told does not fit together
   */
  public Assembly(Configuration told) {
    this.told = told;
    this.keys = told.checked();
    this.memory = NodeMemory.of(told.limits, scheduler);
    this.listeners = new Listeners(told.listeners);
    this.stores = stores();
    this.local =
        told.engine != null || told.fence == null ? Optional.of(memoryFence()) : Optional.empty();
  }

  /**
   * Makes the node, which hears others and reads its keys again from now on. That begins when
   * nothing can fail any more, for nobody could end it.
   */
  public Node node() {
    LiveStashHandler.Config config = handlerConfig();
    Optional<Executor> given =
        Optional.ofNullable(told.executor).map(pool -> new PatientExecutor(pool, scheduler));
    Executor reading = given.orElseGet(() -> new ViewThreads("keys"));
    KeyReload reload = new KeyReload(keys, told.times.keyReloadInterval(), scheduler, reading);
    Usage usage = new Usage(memory, local, stores);
    // The last that may fail, and by what the bus throws: it begins to hear.
    Services services = services();
    Node node = new Node(services, config, given, reload, told.stashing, usage, scheduler::stop);
    node.start();
    sayWhatIsUnbound();
    return node;
  }

  private void sayWhatIsUnbound() {
    if (!told.isBound() && !keys.isDevelopment()) {
      System.getLogger("dev.livestash")
          .log(
              Level.WARNING,
              "Tokens are not bound to the session of a user: who gets hold of one, by a script in the"
                  + " page or after a logout, goes on with its state until it expires. Call"
                  + " binding(exchange -> the id of the login session) on the builder, or"
                  + " admit(exchange -> Admission.anonymous()) where nobody logs in.");
    }
  }

  private Services services() {
    boolean reloads = keys.isReloadable() && !told.times.keyReloadInterval().isZero();
    return new Services(
        format(),
        Optional.ofNullable(told.release),
        reloads ? keys.lookingForMissingKeys(System::nanoTime) : keys,
        fence(),
        stores,
        told.mapper,
        new NodeClock(told.clock, System::nanoTime, told.times.tokenLifetime()),
        told.random,
        System::nanoTime,
        scheduler,
        memory,
        groups(),
        listeners);
  }

  private Groups groups() {
    byte[] id = new byte[NODE_ID_BYTES];
    told.random.nextBytes(id);
    return new Groups(
        told.limits,
        told.mapper,
        memory.frames(),
        Optional.ofNullable(told.bus),
        Base64.getUrlEncoder().withoutPadding().encodeToString(id),
        scheduler,
        System::nanoTime,
        why -> listeners.tell(one -> one.dropped("", why)));
  }

  private Format format() {
    return new Format(
        told.issuer,
        new Packing(told.compression, told.dictionaries, told.paddingBytes),
        told.checkStates == null ? keys.isDevelopment() : told.checkStates,
        told.limits,
        told.times);
  }

  private Stores stores() {
    Stores made =
        new Stores(
            told.limits,
            told.times,
            scheduler,
            System::nanoTime,
            (what, isAnswered, took) ->
                listeners.tellApplication(one -> one.asked("store", what, isAnswered, took)));
    told.stashing.store().ifPresent(made::add);
    return made;
  }

  private Fence fence() {
    if (told.engine != null) {
      Fence engine = new TimedFence(told.engine, listeners, System::nanoTime);
      return new FallbackFence(
          engine, local.orElseThrow(), told.engineLimits, scheduler, System::nanoTime);
    }
    return local.<Fence>map(fence -> fence).orElseGet(() -> Objects.requireNonNull(told.fence));
  }

  private MemoryFence memoryFence() {
    // As long as a token can come back.
    Duration lifetime = told.times.tokenLifetime();
    boolean isLonger = lifetime.compareTo(MemoryFence.DEFAULT_MEMORY) > 0;
    Duration memory = isLonger ? lifetime : MemoryFence.DEFAULT_MEMORY;
    return new MemoryFence(
        MemoryFence.DEFAULT_MAX_INSTANCES, memory, told.times.forkGrace(), System::nanoTime);
  }

  private LiveStashHandler.Config handlerConfig() {
    return new LiveStashHandler.Config(
        told.limits,
        told.times,
        memory.unread(),
        told.allowedOrigins,
        told.admission(),
        new Gate(told.quotas, System::nanoTime),
        new ClientAddress(told.quotas.trustedProxies()),
        System::nanoTime,
        scheduler);
  }
}
