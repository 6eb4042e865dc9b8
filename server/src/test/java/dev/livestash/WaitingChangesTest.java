package dev.livestash;

import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.sure;
import static dev.livestash.TestTab.wake;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.report.StashListener;
import dev.livestash.view.Context;
import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is done from outside to a state that its tab alone holds, whatever becomes of the tab. */
class WaitingChangesTest {
  @TempDir Path folder;

  private final Sum view = new Sum();

  /** Changed from outside only. */
  private static final class Sum extends TestView<Integer> {
    Sum() {
      super(Integer.class, () -> 0, sum -> sum);
    }

    @Override
    public void handlers(ViewHandlers<Integer> on) {}
  }

  private TestServer server() {
    return TestServer.in(folder).mount("sum", view);
  }

  /** Returns what the tab holds, which was asked for it. */
  private JsonNode waits(TestServer server, TestTab tab) {
    JsonNode keep = tab.joinNew("sum");
    tab.send(frame("hidden")).expect("asleep");
    for (int more : new int[] {10, 5}) {
      server.stash().tabs(view).forEach(one -> one.update(sum -> sum + more));
    }
    tab.expect("needed");
    return keep;
  }

  @Test
  void itIsDoneToTheSocketThatComesInItsPlace() {
    try (TestServer server = server();
        TestTab lost = server.tab("sum");
        TestTab tab = server.tab("sum")) {
      JsonNode keep = waits(server, lost);
      assertThat(tab.send(sure("sum", 9, keep)).expect("joined").get("data").asInt()).isZero();
      assertThat(tab.last("render").get("data").asInt()).isEqualTo(15);
    }
  }

  private static StashListener into(Collection<String> dropped) {
    return new StashListener() {
      @Override
      public void dropped(String name, String why) {
        dropped.add(name + " " + why);
      }
    };
  }

  /** Neither who has sent it nor what it takes of the node's room waits for a view that hangs. */
  @Test
  void itIsLostWithATabThatCannotComeIn() throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger attaches = new AtomicInteger();
    BlockingQueue<String> dropped = new LinkedBlockingQueue<>();
    ChatView stuck =
        new ChatView() {
          @Override
          public void attached(Room room, Context<Room> context) {
            super.attached(room, context);
            while (attaches.incrementAndGet() > 1 && goOn.getCount() > 0) {
              Thread.onSpinWait();
            }
          }
        };
    try (TestServer server =
            TestServer.in(
                    folder,
                    builder ->
                        builder
                            .listener(into(dropped))
                            .times(times -> times.withHandlerTimeout(Duration.ofSeconds(1))))
                .mount("stuck", stuck);
        TestTab lost = server.tab("stuck");
        TestTab tab = server.tab("stuck")) {
      JsonNode keep = lost.joinNew("stuck");
      lost.send(frame("hidden")).expect("asleep");
      server.stash().publish("lobby", "line", new ChatView.Line("one"));
      server.stash().publish("lobby", "line", new ChatView.Line("two"));
      lost.expect("needed");

      tab.send(sure("stuck", 9, keep));

      assertThat(tab.closeCode()).isEqualTo(1011);
      assertThat(dropped.poll(10, TimeUnit.SECONDS)).isEqualTo("stuck asleep");
      assertThat(dropped.poll(10, TimeUnit.SECONDS)).isEqualTo("stuck asleep");
      StashingTest.await(() -> server.memory().getOrDefault("waiting", -1L) == 0);
    } finally {
      goOn.countDown();
    }
  }

  @Test
  void whatTooManyWaitForIsToldEachTimeAndSaidOnce() {
    List<String> dropped = new CopyOnWriteArrayList<>();
    try (Logs logs = new Logs();
        TestServer server =
            TestServer.in(
                    folder,
                    builder ->
                        builder
                            .listener(into(dropped))
                            .limits(limits -> limits.withMaxWaitingFrames(2)))
                .mount("sum", view);
        TestTab tab = server.tab("sum")) {
      waits(server, tab);
      for (int i = 0; i < 3; i++) {
        server.stash().tabs(view).forEach(one -> one.update(sum -> sum + 1));
      }
      StashingTest.await(() -> dropped.size() == 3);
      assertThat(dropped).containsOnly("sum asleep");
      assertThat(logs.lines())
          .filteredOn(line -> line.contains("has slept"))
          .singleElement()
          .asString()
          .contains("has slept, and has not come to a change from outside, for too many wait");
    }
  }

  @Test
  void aDrainWaitsForIt() {
    try (TestServer server = server();
        TestTab tab = server.tab("sum")) {
      JsonNode keep = waits(server, tab);
      CompletableFuture<Boolean> drained =
          CompletableFuture.supplyAsync(() -> server.drain(Duration.ofSeconds(10)));
      StashingTest.await(() -> server.stash().isDraining());
      tab.send(wake(keep));
      JsonNode newest = tab.last("keep");
      assertThat(tab.send(kept(newest)).expect("bye")).isNotNull();
      assertThat(drained.join()).isTrue();
      try (TestServer other = server();
          TestTab back = other.tab("sum")) {
        JsonNode joined = back.send(sure("sum", 10, newest)).expect("joined");
        assertThat(joined.get("data").asInt()).isEqualTo(15);
      }
    }
  }
}
