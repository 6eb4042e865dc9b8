package dev.livestash.acceptance.chaos;

import dev.livestash.acceptance.e2e.Ailment;
import dev.livestash.acceptance.e2e.FreePort;
import dev.livestash.acceptance.e2e.Jvm;
import dev.livestash.acceptance.e2e.Signal;
import dev.livestash.demo.Grid;
import dev.livestash.jcache.JCacheSnapshotStore;
import dev.livestash.stash.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.cache.CacheManager;

/**
 * Caches that three members hold, each entry at two of them. They suffer in turn: the next one not
 * before all that the last one held has its copy again.
 */
final class SharedCache implements SharedStore {
  private static final int MEMBERS = 3;
  private static final long PATIENCE_SECONDS = 90;

  private final CacheProduct product;
  private final Executor timer;
  private final List<Grid> grids = new ArrayList<>();
  private final Path folder;
  private final List<Integer> ports = Stream.generate(FreePort::find).limit(MEMBERS).toList();
  private final List<Process> members = new ArrayList<>();
  private final CacheManager manager;
  private CompletableFuture<Void> well;
  private int next;
  private boolean closed;

  /** Starts all members, and waits until they have found each other. */
  SharedCache(CacheProduct product, Path folder, Executor timer) throws IOException {
    this.product = product;
    this.timer = timer;
    this.folder = Files.createDirectory(folder);
    for (int port : ports) {
      grids.add(product.member(folder, port, ports));
    }
    List<CompletableFuture<String>> safe = new ArrayList<>();
    for (Grid grid : grids) {
      CompletableFuture<String> one = new CompletableFuture<>();
      safe.add(one);
      members.add(begin(grid, one));
    }
    this.well = all(safe);
    well.join();
    this.manager = server().join();
  }

  private Process begin(Grid grid, CompletableFuture<String> safe) {
    List<String> flags = List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    List<String> arguments =
        List.of(product.name(), grid.provider(), grid.file().toString(), String.valueOf(MEMBERS));
    List<String> command =
        Jvm.command(flags, Jvm.classPath(), CacheMember.class.getName(), arguments);
    return Jvm.begin(command, CacheMember.SAFE, line -> {}, safe);
  }

  /** For one more server: where it can be asked itself, it is at a port of its own. */
  private Grid server() {
    return product.server(folder, FreePort.find(), ports);
  }

  private static CompletableFuture<Void> all(List<CompletableFuture<String>> safe) {
    return CompletableFuture.allOf(safe.toArray(CompletableFuture[]::new))
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public List<String> flags() {
    return List.of(server().flag());
  }

  @Override
  public List<String> options() {
    return List.of();
  }

  @Override
  public SnapshotStore snapshots() {
    return new JCacheSnapshotStore(Grid.snapshots(manager));
  }

  @Override
  public synchronized boolean suffer(Ailment ailment, int ms) {
    if (!well.isDone()) {
      return false;
    }
    next = (next + 1) % MEMBERS;
    Executor later = CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS, timer);
    well =
        switch (ailment) {
          case DIES -> die(List.of(next), later);
          case FORGETS -> die(IntStream.range(0, MEMBERS).boxed().toList(), later);
          case FREEZES -> freeze(members.get(next), later);
        };
    return true;
  }

  private CompletableFuture<Void> die(List<Integer> which, Executor later) {
    for (int one : which) {
      members.get(one).destroyForcibly().onExit().join();
    }
    return CompletableFuture.supplyAsync(() -> comeBack(which), later)
        .thenCompose(SharedCache::all);
  }

  /** When all is safe again, as each of them says; nothing comes back after the end. */
  private synchronized List<CompletableFuture<String>> comeBack(List<Integer> which) {
    List<CompletableFuture<String>> safe = new ArrayList<>();
    for (int one : closed ? List.<Integer>of() : which) {
      CompletableFuture<String> again = new CompletableFuture<>();
      safe.add(again);
      members.set(one, begin(grids.get(one), again));
    }
    return safe;
  }

  private static CompletableFuture<Void> freeze(Process member, Executor later) {
    Signal.STOP.send(member);
    return CompletableFuture.runAsync(() -> Signal.CONT.send(member), later);
  }

  @Override
  public void awaitWell() throws InterruptedException, ExecutionException, TimeoutException {
    recovery().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private synchronized CompletableFuture<Void> recovery() {
    return well;
  }

  /** Leaves them, and ends them. */
  @Override
  public synchronized void close() {
    closed = true;
    manager.close();
    members.forEach(Process::destroyForcibly);
  }
}
