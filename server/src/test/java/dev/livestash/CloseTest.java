package dev.livestash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.keys.KeyRing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

  private static List<Thread> timers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(TIMERS))
        .toList();
  }
}
