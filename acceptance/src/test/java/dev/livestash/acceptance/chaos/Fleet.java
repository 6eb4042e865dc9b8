package dev.livestash.acceptance.chaos;

import dev.livestash.acceptance.e2e.DemoProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The servers: each in its place, and one that is started in advance to take the place of the next
 * that ends.
 */
final class Fleet implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(16);
  private static final int LOGS = 6;

  /** Where a server is, or will be. */
  private static final class Place {
    private CompletableFuture<DemoProcess> server;
    private @Nullable DemoProcess leaving;

    Place(DemoProcess server) {
      this.server = CompletableFuture.completedFuture(server);
    }

    boolean isServed() {
      return server.isDone();
    }

    Stream<DemoProcess> reachable() {
      return isServed() ? Stream.of(server.join()) : Stream.ofNullable(leaving);
    }
  }

  private final Boot boot;
  private final Executor timer;
  private final Random random;
  private final List<Place> places = new ArrayList<>();
  private final List<DemoProcess> started = new ArrayList<>();
  private CompletableFuture<DemoProcess> standby;
  private OptionalInt preferred = OptionalInt.empty();
  private int slowDrains;
  private boolean closed;

  /** Starts so many servers, one after the other: the first one may have to make the key. */
  Fleet(Boot boot, int nodes, long seed, Executor timer) {
    this.boot = boot;
    this.timer = timer;
    this.random = new Random(seed);
    for (int i = 0; i < nodes; i++) {
      places.add(new Place(start()));
    }
    this.standby = startLater();
  }

  private DemoProcess start() {
    if (isClosed()) {
      throw new CancellationException("the run is over");
    }
    DemoProcess server = boot.start();
    synchronized (this) {
      started.add(server);
    }
    return server;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private CompletableFuture<DemoProcess> startLater() {
    return CompletableFuture.supplyAsync(
        this::start, task -> new Thread(task, "chaos-boot").start());
  }

  /** The port of one of the servers that are there, whichever. */
  synchronized OptionalInt route() {
    List<DemoProcess> there = preferred();
    return there.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(there.get(random.nextInt(there.size())).port());
  }

  /** Where new connections go if there is a server: to this place, or to any. */
  synchronized void prefer(OptionalInt place) {
    preferred = place;
  }

  private List<DemoProcess> preferred() {
    List<DemoProcess> there =
        IntStream.range(0, places.size())
            .filter(place -> preferred.isEmpty() || preferred.getAsInt() == place)
            .mapToObj(places::get)
            .flatMap(Place::reachable)
            .toList();
    return there.isEmpty() ? places.stream().flatMap(Place::reachable).toList() : there;
  }

  /** Kills one of the servers, but for those that are leaving. Returns false if there is none. */
  synchronized boolean kill(double which, int downMs) {
    List<Place> served = served();
    if (served.isEmpty()) {
      return false;
    }
    Place place = served.get((int) (which * served.size()));
    place.server.join().kill();
    place.server = next(downMs);
    return true;
  }

  /**
   * Stops one of the servers, which goes on being sent tabs.
   *
   * @return what lets it go on; empty if there is none
   */
  synchronized Optional<Runnable> freeze(double which) {
    List<Place> served = served();
    if (served.isEmpty()) {
      return Optional.empty();
    }
    DemoProcess frozen = served.get((int) (which * served.size())).server.join();
    frozen.freeze();
    return Optional.of(frozen::thaw);
  }

  /** Sets the clock of one of the servers ahead. Returns false if there is none. */
  synchronized boolean jump(double which, Duration by) {
    List<Place> served = served();
    if (served.isEmpty()) {
      return false;
    }
    DemoProcess server = served.get((int) (which * served.size())).server.join();
    server.tell(String.valueOf(by.toSeconds()));
    return true;
  }

  /** Tells one of the servers to end, and goes on sending it tabs until it has. */
  synchronized boolean drain(double which) {
    List<Place> served = served();
    if (served.isEmpty()) {
      return false;
    }
    Place place = served.get((int) (which * served.size()));
    DemoProcess leaving = place.server.join();
    place.leaving = leaving;
    place.server =
        leaving
            .terminate()
            .orTimeout(DRAIN_PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .handle((ended, tooSlow) -> hasLeft(place, leaving, tooSlow != null))
            .thenCompose(left -> next(0));
    return true;
  }

  private synchronized DemoProcess hasLeft(Place place, DemoProcess server, boolean isForced) {
    place.leaving = null;
    if (isForced) {
      slowDrains++;
      server.close();
    }
    return server;
  }

  private synchronized CompletableFuture<DemoProcess> next(int downMs) {
    CompletableFuture<DemoProcess> taken = standby;
    standby = startLater();
    Executor later = CompletableFuture.delayedExecutor(downMs, TimeUnit.MILLISECONDS, timer);
    return CompletableFuture.runAsync(() -> {}, later).thenCombine(taken, (due, server) -> server);
  }

  private List<Place> served() {
    return places.stream().filter(Place::isServed).toList();
  }

  /** How many servers serve at a time. */
  int size() {
    return places.size();
  }

  /** How many servers did not end when they were told to. */
  synchronized int slowDrains() {
    return slowDrains;
  }

  /** Waits until there is a server that is not leaving. */
  void awaitOne() throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture.anyOf(servers()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Waits until there is such a one in every place. */
  void awaitAll() throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture.allOf(servers()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private synchronized CompletableFuture<?>[] servers() {
    return places.stream().map(place -> place.server).toArray(CompletableFuture[]::new);
  }

  /** Whether any server has written this. */
  synchronized boolean hasSaid(String words) {
    return started.stream().anyMatch(server -> server.log().contains(words));
  }

  /** What the last few servers have written. */
  synchronized String logs() {
    return started.stream()
        .skip(Math.max(0, started.size() - LOGS))
        .map(server -> "[port " + server.port() + "]\n" + server.log())
        .collect(Collectors.joining("\n"));
  }

  /** Kills all of them, and whatever else this process has started. */
  @Override
  public synchronized void close() {
    closed = true;
    // Also one that is just being started, which nobody has a name for yet.
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }
}
