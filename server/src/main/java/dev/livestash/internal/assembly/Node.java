package dev.livestash.internal.assembly;

import dev.livestash.internal.session.RetrySpread;
import dev.livestash.internal.session.Services;
import dev.livestash.internal.session.Subjects;
import dev.livestash.internal.session.Threads;
import dev.livestash.internal.session.ViewHost;
import dev.livestash.internal.undertow.HealthHandler;
import dev.livestash.internal.undertow.LiveStashHandler;
import dev.livestash.stash.Stashing;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import io.undertow.server.HttpHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All the mounted views of one LiveStash, from its first tab to its drain. */
public final class Node {
  private static final Duration MIN_RETRY = Duration.ofMillis(100);
  private static final Duration MIN_SPREAD = Duration.ofSeconds(1);
  private static final Duration SPREAD_PER_TAB = Duration.ofMillis(1);
  private static final Duration MAX_SPREAD = Duration.ofSeconds(30);

  /** How long tabs may take to get their goodbye, and to answer it, after the time for all else. */
  private static final Duration GOODBYE = Duration.ofSeconds(5);

  private final Services services;
  private final LiveStashHandler.Config config;
  private final Optional<Executor> executor;
  private final KeyReload keyReload;
  private final Stashing stashing;
  private final Usage usage;
  private final Runnable stopTimers;
  private final Revoking revoking;
  private final List<ViewHost<?>> hosts = new CopyOnWriteArrayList<>();
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private volatile boolean turnsAway;

  Node(
      Services services,
      LiveStashHandler.Config config,
      Optional<Executor> executor,
      KeyReload keyReload,
      Stashing stashing,
      Usage usage,
      Runnable stopTimers) {
    this.services = services;
    this.config = config;
    this.executor = executor;
    this.keyReload = keyReload;
    this.stashing = stashing;
    this.usage = usage;
    this.stopTimers = stopTimers;
    this.revoking =
        new Revoking(() -> endRevoked(), config.times().revocationInterval(), services.scheduler());
  }

  /** Reads its keys again, and asks who was revoked, from now on. */
  void start() {
    keyReload.start();
    revoking.start();
  }

  /** Told to the other nodes, then to the tabs of this one. */
  public CompletionStage<Void> revoke(String binding) {
    return services.subjects().revoked(binding).thenCompose(this::revoke);
  }

  public CompletionStage<Void> revokeAll() {
    return services.subjects().allRevoked().thenCompose(this::revoke);
  }

  /** This node needs no answer of a fence to know what it was told itself. */
  private CompletionStage<Void> revoke(Subjects.Said revoked) {
    return services.subjects().tell(revoked).whenComplete((noted, failure) -> end(revoked));
  }

  public CompletionStage<Void> rebind(String from, String to) {
    return services.subjects().rebound(from, to).thenCompose(this::revoke);
  }

  private void end(Subjects.Said revoked) {
    hosts.forEach(host -> host.end(revoked));
  }

  /** To the members of a group, on all nodes. */
  public void publish(String group, String name, Object data) {
    services.groups().publish(group, name, data);
  }

  /** What the application sees of a view's tabs, at the time of each call. */
  @SuppressWarnings("unchecked") // the view's own host has its states
  public <S> Supplier<Stream<Context<S>>> contexts(View<S> view) {
    List<ViewHost<S>> its =
        hosts.stream().filter(host -> host.isOf(view)).map(host -> (ViewHost<S>) host).toList();
    if (its.isEmpty()) {
      throw new IllegalArgumentException(
          "The view is not mounted here; give the very object that was mounted.");
    }
    return () -> its.stream().flatMap(ViewHost::contexts);
  }

  private void endRevoked() {
    hosts.forEach(ViewHost::endRevoked);
  }

  public <S> HttpHandler mount(String name, View<S> view) {
    return mount(name, view, stashing);
  }

  public <S> HttpHandler mount(String name, View<S> view, Stashing resting) {
    if (turnsAway) {
      throw new IllegalStateException(
          "This LiveStash lets its tabs go, so no view of it would ever have one: mount before"
              + " drain and close, or build another one.");
    }
    if (executor.isPresent()) {
      Threads all = executor.get()::execute;
      return mount(new ViewHost<>(name, view, resting, services, blocked -> {}), client -> all);
    }
    ViewThreads threads = new ViewThreads(name);
    Executor patient = new PatientExecutor(threads, services.scheduler());
    ClientThreads shared = new ClientThreads(name, patient, threads.shareOfAClient());
    return mount(new ViewHost<>(name, view, resting, services, threads::blocked), shared::of);
  }

  private HttpHandler mount(ViewHost<?> host, Function<String, Threads> threadsOf) {
    hosts.add(host);
    return new LiveStashHandler(host, threadsOf, config);
  }

  public int instances() {
    return hosts.stream().mapToInt(ViewHost::instances).sum();
  }

  /** What its memory is taken by, in bytes, by kind. */
  public Map<String, Long> memory() {
    return usage.bytes();
  }

  public int sockets() {
    return hosts.stream().mapToInt(ViewHost::sockets).sum();
  }

  /** The same and more, in words. */
  public String summary() {
    StringBuilder text = new StringBuilder(turnsAway ? "draining" : "up");
    text.append("\ninstances: ").append(instances()).append("\nsockets: ").append(sockets());
    memory().forEach((kind, bytes) -> text.append('\n').append(kind).append(": ").append(bytes));
    return text.append('\n').toString();
  }

  /** Tells health checks whether tabs can come. */
  public HttpHandler health() {
    return new HealthHandler(() -> turnsAway);
  }

  /** Lets every tab go; whether each had stored its last state in time. */
  public boolean drain(Duration timeout) throws InterruptedException {
    long start = services.nanoTime().getAsLong();
    turnAway();
    TimeUnit.NANOSECONDS.sleep(config.times().drainNotice().toNanos());
    int instances = instances();
    boolean haveAll = leave(timeout);
    Duration took = Duration.ofNanos(services.nanoTime().getAsLong() - start);
    services.listeners().tell(one -> one.drained(instances, haveAll, took));
    return haveAll;
  }

  /** Lets every tab go at once, and ends all that runs. The second time, nothing is left to do. */
  public void close() {
    if (isClosed.getAndSet(true)) {
      return;
    }
    turnAway();
    try {
      var unused = leave(Duration.ZERO);
    } catch (InterruptedException toldToHurry) {
      // Nobody waits for their goodbyes; they get them all the same.
      hosts.forEach(ViewHost::abandon);
      Thread.currentThread().interrupt();
    }
    services.groups().close();
    stopTimers.run();
  }

  /** Whether no new tabs are taken. */
  public boolean isDraining() {
    return turnsAway;
  }

  private void turnAway() {
    turnsAway = true;
    hosts.forEach(ViewHost::turnAway);
  }

  private boolean leave(Duration timeout) throws InterruptedException {
    long start = services.nanoTime().getAsLong();
    RetrySpread retry = new RetrySpread(MIN_RETRY, MIN_RETRY.plus(spread(instances())));
    List<CompletableFuture<Boolean>> leaving =
        hosts.stream().map(host -> host.drain(retry)).toList();
    boolean areInTime = isDone(all(leaving.stream()), timeout);
    boolean haveAll = areInTime && leaving.stream().allMatch(CompletableFuture::join);
    if (!areInTime) {
      hosts.forEach(ViewHost::abandon);
    }
    Duration left = timeout.plus(GOODBYE).minusNanos(services.nanoTime().getAsLong() - start);
    // What is queued would be lost with this process.
    Stream<CompletableFuture<Void>> gone = hosts.stream().map(ViewHost::whenAllGone);
    var unused = isDone(all(Stream.concat(leaving.stream(), gone)), left);
    keyReload.stop();
    revoking.stop();
    return haveAll;
  }

  static Duration spread(int tabs) {
    Duration spread = MIN_SPREAD.plus(SPREAD_PER_TAB.multipliedBy(tabs));
    return spread.compareTo(MAX_SPREAD) > 0 ? MAX_SPREAD : spread;
  }

  private static CompletableFuture<Void> all(Stream<? extends CompletableFuture<?>> each) {
    return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new));
  }

  private static boolean isDone(CompletableFuture<Void> all, Duration timeout)
      throws InterruptedException {
    try {
      all.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException someAreSlow) {
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("Report this: a drain cannot fail.", impossible);
    }
  }
}
