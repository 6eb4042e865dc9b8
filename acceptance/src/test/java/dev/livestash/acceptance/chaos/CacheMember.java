package dev.livestash.acceptance.chaos;

import dev.livestash.demo.Grid;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.cache.CacheManager;

/** A member of a cache's cluster, in a process of its own, which can die. */
final class CacheMember {
  /** What it says as soon as all members are there, and each entry has its copy. */
  static final String SAFE = "all is safe";

  private static final int LOOK_MS = 50;

  private CacheMember() {}

  /**
   * Runs one, until its input ends.
   *
   * @param args the product, its provider, its file, and how many members there are to be
   */
  public static void main(String[] args) throws IOException {
    CacheProduct product = CacheProduct.valueOf(args[0]);
    int members = Integer.parseInt(args[3]);
    CacheManager manager = new Grid(args[1], URI.create(args[2])).join();
    Grid.CACHES.forEach(manager::getCache);
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    awaitSafe(timer, () -> product.isSafe(manager, members));
    System.in.transferTo(OutputStream.nullOutputStream());
    Runtime.getRuntime().halt(0);
  }

  private static void awaitSafe(ScheduledExecutorService timer, BooleanSupplier isSafe) {
    if (isSafe.getAsBoolean()) {
      System.out.println(SAFE);
    } else {
      ScheduledFuture<?> unused =
          timer.schedule(() -> awaitSafe(timer, isSafe), LOOK_MS, TimeUnit.MILLISECONDS);
    }
  }
}
