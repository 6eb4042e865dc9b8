package dev.livestash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.bus.Bus;
import dev.livestash.keys.KeyRing;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A LiveStash that is closed leaves nothing behind. */
class CloseTest {
  private static final String TIMERS = "livestash-timers";

  @TempDir Path folder;

  @Test
  void tabsAreLetGoAtOnce() {
    try (TestServer server = TestServer.in(folder).mount("counter", new Counter())) {
      TestTab tab = server.tab("counter");
      tab.joinNew("counter");
      TestTab silent = server.tab("counter");
      silent.send(TestTab.newJoin("counter")).expect("joined");

      server.closeStash();

      assertThat(tab.closeCode()).isEqualTo(1012);
      assertThat(silent.closeCode()).isEqualTo(1012);
      assertThat(server.instances()).isZero();
      server.closeStash();
    }
  }

  @Test
  void itsThreadsEnd() throws InterruptedException {
    List<Thread> before = timers();
    KeyRing keys = KeyRing.development(folder.resolve("keys.json"));
    for (int i = 0; i < 30; i++) {
      LiveStash stash =
          LiveStash.builder()
              .keys(keys)
              .times(times -> times.withKeyReloadInterval(Duration.ofSeconds(1)))
              .build();
      stash.mount("counter", new Counter());
      stash.close();
    }

    for (Thread thread : timers()) {
      if (!before.contains(thread)) {
        thread.join(Duration.ofSeconds(5).toMillis());
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }

  /** Nobody has it, who could close it. */
  @Test
  void oneThatIsNotBuiltLeavesNothingToo() {
    List<Thread> before = timers();
    AtomicInteger listeners = new AtomicInteger();
    Bus bus =
        new Bus() {
          @Override
          public CompletionStage<Void> send(String text) {
            return CompletableFuture.completedFuture(null);
          }

          @Override
          public Runnable listen(Consumer<String> listener) {
            listeners.incrementAndGet();
            return listeners::decrementAndGet;
          }
        };
    LiveStashBuilder unfit =
        LiveStash.builder()
            .keys(KeyRing.development(folder.resolve("keys.json")))
            .bus(bus)
            .quotas(quotas -> quotas.withTrustedProxies("nginx"));

    assertThatThrownBy(unfit::build).hasMessageContaining("'nginx'");

    assertThat(listeners).hasValue(0);
    assertThat(timers()).allSatisfy(thread -> assertThat(before).contains(thread));
  }

  @Test
  void aThreadThatIsToldToHurryLetsTheTabsGoAllTheSame() {
    try (TestServer server = TestServer.in(folder).mount("counter", new Counter());
        TestTab silent = server.tab("counter")) {
      silent.send(TestTab.newJoin("counter")).expect("joined");

      Thread.currentThread().interrupt();
      server.closeStash();

      assertThat(Thread.interrupted()).as("it is told still").isTrue();
      assertThat(silent.closeCode()).isEqualTo(1012);
    }
  }

  @Test
  void itTakesNoViewAnyMore() {
    try (TestServer server = TestServer.in(folder)) {
      server.closeStash();

      assertThatThrownBy(() -> server.mount("counter", new Counter()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("build another one");
    }
  }

  // --- the shutdown hook

  private LiveStash stash() {
    return LiveStash.builder().keys(KeyRing.development(folder.resolve("keys.json"))).build();
  }

  @Test
  void theShutdownHookHoldsItNoLonger() {
    WeakReference<LiveStash> closed = closed();
    for (int tries = 0; closed.get() != null && tries < 100; tries++) {
      System.gc();
    }
    assertThat(closed.get()).isNull();
  }

  private WeakReference<LiveStash> closed() {
    LiveStash stash = stash();
    stash.drainOnShutdown(Duration.ofSeconds(9)).drainOnShutdown(Duration.ofSeconds(1)).close();
    return new WeakReference<>(stash);
  }

  @Test
  @SuppressWarnings("NullAway") // as an application may that is not checked
  void aTimeThatIsNoneIsRefusedAtOnce() {
    try (LiveStash stash = stash()) {
      for (Duration none :
          new Duration[] {null, Duration.ofSeconds(-1), ChronoUnit.FOREVER.getDuration()}) {
        assertThatThrownBy(() -> stash.drainOnShutdown(none))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("timeout is " + none);
        assertThatThrownBy(() -> stash.drain(none)).isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(stash.isDraining()).isFalse();
    }
  }

  private static List<Thread> timers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(TIMERS))
        .toList();
  }
}
