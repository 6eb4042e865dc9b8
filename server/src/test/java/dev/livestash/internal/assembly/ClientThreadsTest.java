package dev.livestash.internal.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.Logs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What one client has begun leaves the others their threads, and nothing is forgotten. */
class ClientThreadsTest {
  private static final int MOST = 2;

  /** What the executor was given and has not run yet. */
  private final Queue<Runnable> begun = new ArrayDeque<>();

  private final List<String> runs = new ArrayList<>();
  private final ClientThreads threads = new ClientThreads("board", begun::add, MOST);

  private void post(String client, String what) {
    threads.of(client).execute(() -> runs.add(what));
  }

  private void runAll() {
    for (Runnable next = begun.poll(); next != null; next = begun.poll()) {
      next.run();
    }
  }

  @Test
  void whatIsAboveAClientsShareWaitsForItsOwn() {
    for (int n = 1; n <= 4; n++) {
      post("many", "many " + n);
    }
    post("one", "one");

    assertThat(begun).hasSize(MOST + 1);
    runAll();
    assertThat(runs).containsExactly("many 1", "many 2", "one", "many 3", "many 4");
    assertThat(threads.size()).isZero();
  }

  @Test
  void whatThrowsGivesItsPlaceBack() {
    for (int n = 0; n < MOST; n++) {
      threads
          .of("many")
          .execute(
              () -> {
                throw new IllegalStateException("a task");
              });
    }
    post("many", "after");
    for (int n = 0; n < MOST; n++) {
      Runnable throwing = begun.remove();
      assertThatThrownBy(throwing::run).hasMessage("a task");
    }
    runAll();
    assertThat(runs).containsExactly("after");
    assertThat(threads.size()).isZero();
  }

  /** As many as it may have are stuck for good: its sessions go on with other threads. */
  @Test
  void whatIsGivenUpCountsNoMore() {
    for (int n = 0; n < MOST; n++) {
      post("many", "stuck");
    }
    post("many", "waits");
    begun.clear();

    threads.of("many").succeed(() -> runs.add("goes on"));
    runAll();
    assertThat(runs).containsExactly("goes on", "waits");
  }

  /** Said once, to the operator: it may be the address of a proxy. */
  @Test
  void isSaidOnce() {
    try (Logs logs = Logs.ofThisThread()) {
      for (int n = 0; n < 2 * MOST; n++) {
        post("many", "any");
      }
      assertThat(logs.lines()).hasSize(1).first().asString().contains("view board, 2,");
    }
  }

  @Test
  void nothingIsLostBetweenThreads() throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    ClientThreads shared = new ClientThreads("board", pool, MOST);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger highest = new AtomicInteger();
    int tasks = 20_000;
    CountDownLatch all = new CountDownLatch(tasks);
    for (int n = 0; n < tasks; n++) {
      shared
          .of("many")
          .execute(
              () -> {
                highest.accumulateAndGet(running.incrementAndGet(), Math::max);
                running.decrementAndGet();
                all.countDown();
              });
    }
    assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
    pool.shutdown();
    assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(highest.get()).isBetween(1, MOST);
    assertThat(shared.size()).isZero();
  }
}
