package dev.livestash;

import static dev.livestash.TestTab.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a node lets its tabs go. */
class DrainTest {
  private static final Duration AT_ONCE = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void aSocketThatHasNotJoinedGetsItsGoodbyeToo() {
    try (TestServer server = TestServer.in(folder).mount("counter", new Counter());
        TestTab tab = server.tab("counter")) {
      assertThat(server.drain(PATIENCE)).isTrue();
      tab.expect("bye");
      assertThat(tab.closeCode()).isEqualTo(1012);
    }
  }

  /** Has a handler that does not come back before it is told to, whatever happens. */
  private static final class Stuck extends TestView<Integer> {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);

    Stuck() {
      super(Integer.class, () -> 0, state -> state);
    }

    @Override
    public void handlers(ViewHandlers<Integer> on) {
      on.on(
          "stick",
          (state, event) -> {
            entered.countDown();
            await(goOn);
            return state;
          });
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void aTabWhoseHandlerIsStuckGetsItsGoodbyeWhenTheTimeIsOver() {
    Stuck view = new Stuck();
    try (TestServer server = TestServer.in(folder).mount("view", view);
        TestTab tab = server.tab("view")) {
      tab.joinNew("view");
      tab.send(event(1, "stick", 1));
      await(view.entered);
      assertThat(server.drain(AT_ONCE)).isFalse();
      tab.expect("bye");
      assertThat(tab.closeCode()).isEqualTo(1012);
      view.goOn.countDown();
    }
  }

  @Test
  void aDrainIsOverWhenEachSocketIs() {
    try (TestServer server = TestServer.in(folder).mount("counter", new Counter());
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      server.drain(PATIENCE);
      assertThat(tab.isClosed()).as("at this moment").isTrue();
    }
  }

  @Test
  void newcomersAndHealthChecksAreToldBeforeTheFirstTabIs() throws Exception {
    try (TestServer server =
            TestServer.in(
                    folder,
                    builder -> builder.times(times -> times.withDrainNotice(Duration.ofHours(1))))
                .serveHealth()
                .mount("counter", new Counter());
        TestTab tab = server.tab("counter")) {
      tab.joinNew("counter");
      assertThat(server.status("health")).isEqualTo(200);
      Thread drain = new Thread(() -> server.drain(PATIENCE));
      drain.setUncaughtExceptionHandler((thread, interrupted) -> {});
      drain.start();
      while (server.status("counter") != 503) {
        Thread.onSpinWait();
      }
      assertThat(server.status("health")).isEqualTo(503);
      tab.send(event(1, "add", new Counter.Add(1)));
      assertThat(tab.last("done").has("error")).as("the tab goes on").isFalse();
      drain.interrupt();
      drain.join();
    }
  }
}
