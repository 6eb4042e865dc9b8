package dev.livestash.internal.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.LiveStash;
import dev.livestash.keys.KeyRing;
import dev.livestash.keys.KeyTool;
import dev.livestash.settings.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyReloadTest {
  private static final Duration EVERY = Duration.ofSeconds(30);

  @TempDir Path folder;

  private final Deque<Runnable> due = new ArrayDeque<>();
  private final List<Duration> delays = new ArrayList<>();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final Scheduler timers =
      (delay, task) -> {
        delays.add(delay);
        due.add(task);
        return () -> {};
      };
  private Path file;
  private KeyRing ring;

  @BeforeEach
  void load() {
    file = folder.resolve("keys.json");
    KeyTool.main(new String[] {file.toString()});
    ring = KeyRing.load(file);
  }

  private KeyReload reload(Duration every) {
    KeyReload reload = new KeyReload(ring, every, timers, tasks::add);
    reload.start();
    return reload;
  }

  @Test
  void theFileIsReadAgainAndAgainOffTheTimersThread() {
    reload(EVERY);
    for (int keys = 2; keys < 5; keys++) {
      KeyTool.main(new String[] {"add", file.toString()});
      due.remove().run();
      assertThat(ring.kids()).hasSize(keys - 1);
      tasks.remove().run();
      assertThat(ring.kids()).hasSize(keys);
    }
    assertThat(delays).containsOnly(EVERY);
  }

  @Test
  void aReadingThatHangsIsNotFollowedByAnother() {
    reload(EVERY);
    due.remove().run();
    due.remove().run();
    assertThat(tasks).hasSize(1);
    tasks.remove().run();
    due.remove().run();
    assertThat(tasks).hasSize(1);
  }

  private static Stream<Throwable> noThread() {
    return Stream.of(
        new RejectedExecutionException(),
        new OutOfMemoryError("unable to create native thread, in a test"));
  }

  @ParameterizedTest
  @MethodSource("noThread")
  void anExecutorThatTakesNoTaskIsAskedAgainTheNextTime(Throwable none) {
    List<String> asked = new ArrayList<>();
    new KeyReload(
            ring,
            EVERY,
            timers,
            task -> {
              asked.add("asked");
              if (none instanceof Error error) {
                throw error;
              }
              throw (RuntimeException) none;
            })
        .start();
    due.remove().run();
    due.remove().run();
    assertThat(asked).hasSize(2);
  }

  @Test
  void nothingIsReadAnyMoreOnceItIsStopped() {
    KeyReload reload = reload(EVERY);
    reload.stop();
    due.remove().run();
    assertThat(due).isEmpty();
    assertThat(tasks).isEmpty();
  }

  @Test
  void nothingIsReadIfItIsOffOrThereIsNoFile() {
    reload(Duration.ZERO);
    ring =
        KeyRing.parse(
            "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\""
                + "QUJD".repeat(10)
                + "QUI"
                + "\"}]}");
    reload(EVERY);
    assertThat(due).isEmpty();
  }

  @Test
  void anIntervalThatKeepsTheDiskBusyIsRefused() {
    assertThatThrownBy(
            () ->
                LiveStash.builder()
                    .times(times -> times.withKeyReloadInterval(Duration.ofMillis(999))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT1S");
    LiveStash.builder()
        .times(times -> times.withKeyReloadInterval(Duration.ofSeconds(1)))
        .times(times -> times.withKeyReloadInterval(Duration.ZERO));
  }
}
