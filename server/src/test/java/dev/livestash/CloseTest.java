package dev.livestash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.bus.Bus;
import dev.livestash.keys.KeyRing;
import java.nio.file.Path;
import java.time.Duration;
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

  private static List<Thread> timers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(TIMERS))
        .toList();
  }
}
