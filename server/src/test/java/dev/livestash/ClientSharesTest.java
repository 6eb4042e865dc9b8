package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.sure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.fence.MemoryFence;
import dev.livestash.stash.MemorySnapshotStore;
import dev.livestash.stash.Stashing;
import dev.livestash.view.ViewHandlers;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What one client takes, with however many sockets, leaves the others theirs. */
class ClientSharesTest {
  /** All frames of the node; a quarter of it is a client's. */
  private static final int NODE_BYTES = 8 << 20;

  private static final int SOCKETS = 300;

  /** A quarter of the threads that may be blocked. */
  private static final int MIN_BLOCKED = 64;

  private static final int EVENT_BYTES = 16 << 10;
  private static final int STORE_BYTES = 1 << 20;
  private static final int FENCE_INSTANCES = 40;
  private static final String LARGE = StashingTest.incompressible(50_000);

  /** A handler each that does not come back; the others need some, too. */
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private final HttpClient client = HttpClient.newHttpClient();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final List<AutoCloseable> open = new ArrayList<>();
  @TempDir Path folder;

  @AfterEach
  void stop() throws Exception {
    goOn.countDown();
    for (AutoCloseable one : open) {
      one.close();
    }
    threads.shutdownNow();
  }

  private <T extends AutoCloseable> T opened(T one) {
    open.add(0, one);
    return one;
  }

  private TestServer server(UnaryOperator<LiveStashBuilder> configure) {
    return withItsOwnThreads(builder -> configure.apply(builder).executor(threads));
  }

  private TestServer withItsOwnThreads(UnaryOperator<LiveStashBuilder> configure) {
    return opened(
            TestServer.in(
                folder,
                builder ->
                    configure.apply(builder).quotas(none -> none.withTrustedProxies("127.0.0.1"))))
        .mount("slow", new Slow());
  }

  private TestServer withTokensOf(int tokenBytes) {
    return server(
        builder ->
            builder.limits(
                limits ->
                    limits
                        .withMaxTokenBytes(tokenBytes)
                        .withMaxWaitingBytes(2 * EVENT_BYTES)
                        .withMaxWaitingBytesOfNode(NODE_BYTES)));
  }

  /** A view whose events take as long as the test. */
  private final class Slow extends TestView<String> {
    Slow() {
      super(String.class, () -> "", any -> any);
    }

    @Override
    public void handlers(ViewHandlers<String> on) {
      on.on(
          "sleep",
          (state, event) -> {
            sleep();
            return state;
          });
      on.on("quick", (state, event) -> "quick");
    }

    private void sleep() {
      try {
        assertThat(goOn.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
  }

  /** Of the address of this machine, over one client. */
  private TestTab tab(TestServer server, String path) {
    return opened(new TestTab(client, server.uri(path)));
  }

  private TestTab tabOfAnother(TestServer server, String path) {
    return opened(
        new TestTab(
            server.uri(path),
            Optional.of("livestash.v1"),
            Map.of("X-Forwarded-For", "198.51.100.7")));
  }

  private List<TestTab> manyAsleepAtAnEvent(TestServer server) {
    List<TestTab> many = new ArrayList<>();
    for (int n = 0; n < SOCKETS; n++) {
      TestTab tab = tab(server, "slow");
      tab.send(newJoin("slow")).expect("joined");
      many.add(tab);
    }
    for (TestTab tab : many) {
      for (int n = 1; n <= 3; n++) {
        tab.sendAtOnce(event(n, "sleep", "x".repeat(EVENT_BYTES)));
      }
    }
    settles(server);
    return many;
  }

  /** Until something waits, and nothing more comes in. */
  private static void settles(TestServer server) {
    settles(server, waiting -> waiting > 0);
  }

  private static void settles(TestServer server, LongPredicate isMeant) {
    long[] last = {-1, System.nanoTime()};
    StashingTest.await(
        () -> {
          long now = server.memory().getOrDefault("waiting", 0L);
          if (now != last[0]) {
            last[0] = now;
            last[1] = System.nanoTime();
          }
          return isMeant.test(now)
              && System.nanoTime() - last[1] > Duration.ofMillis(500).toNanos();
        });
  }

  @Test
  void manySocketsOfOneAddressDoNotKeepAnotherOneFromComing() {
    TestServer server = withTokensOf(1024);
    TestTab neighbour = tab(server, "slow").send(newJoin("slow"));
    neighbour.expect("joined");
    List<TestTab> many = manyAsleepAtAnEvent(server);
    assertThat(server.memory().get("waiting")).isBetween(NODE_BYTES / 8L, NODE_BYTES / 4L);

    TestTab another = tabOfAnother(server, "slow");
    another.send(newJoin("slow")).expect("joined");
    another.send(event(1, "quick", null)).last("done");
    neighbour.send(event(1, "quick", null)).last("done");
    assertThat(many).filteredOn(TestTab::isClosed).allMatch(tab -> tab.closeCode() == 1013);

    goOn.countDown();
    // What the system has held for sockets that were not read comes in meanwhile.
    settles(server, waiting -> waiting == 0);
    tab(server, "slow").send(newJoin("slow")).expect("joined");
  }

  @Test
  void joinsOfOneAddressThatDoNotEndDoNotEither() throws IOException {
    TestServer server = withTokensOf(1 << 20);
    for (int n = 0; n < 8; n++) {
      opened(new MuteSocket(server.port(), "/slow")).sendPartOfAText(1_000_000);
    }
    settles(server);
    assertThat(server.memory().get("waiting")).isLessThanOrEqualTo(NODE_BYTES / 4L);

    TestTab another = tabOfAnother(server, "slow");
    another.send(newJoin("slow")).expect("joined");
  }

  @Test
  void handlersOfOneAddressThatBlockLeaveThreadsOfTheirViewToAnother() {
    TestServer server = withItsOwnThreads(builder -> builder);
    List<TestTab> blocking = new ArrayList<>();
    for (int n = 0; n < SOCKETS; n++) {
      TestTab tab = tab(server, "slow");
      tab.send(newJoin("slow")).expect("joined");
      blocking.add(tab);
    }
    blocking.forEach(tab -> tab.sendAtOnce(event(1, "sleep", null)));
    // The last one of these has its share, too.
    StashingTest.await(() -> blockedThreads() >= MIN_BLOCKED);

    TestTab another = tabOfAnother(server, "slow");
    another.send(newJoin("slow")).expect("joined");
    another.send(event(1, "quick", null)).last("done");
    assertThat(blockedThreads()).isLessThan(SOCKETS / 2);

    goOn.countDown();
    blocking.forEach(tab -> tab.last("done"));
  }

  private static long blockedThreads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(one -> one.getKey().getName().startsWith("livestash-slow-"))
        .filter(
            one ->
                Stream.of(one.getValue())
                    .anyMatch(frame -> frame.getClassName().equals(Slow.class.getName())))
        .count();
  }

  @Test
  void whatOneAddressLeavesInAStoreLeavesRoomForAnother() {
    MemorySnapshotStore store = new MemorySnapshotStore(STORE_BYTES, System::nanoTime);
    TestServer server = server(builder -> builder);
    TestView<String> large =
        new TestView<>(String.class, () -> LARGE, any -> "") {
          @Override
          public void handlers(ViewHandlers<String> on) {}
        };
    server.mount("large", "large", large, Stashing.onServers(store));
    for (int n = 0; n < 2 * STORE_BYTES / LARGE.length(); n++) {
      try (TestTab tab = tab(server, "large")) {
        tab.joinNew("large");
      }
    }
    assertThat(store.heldBytes()).isBetween(STORE_BYTES / 8L, STORE_BYTES / 4L);

    JsonNode inItsTab = tab(server, "large").joinNew("large");
    assertThat(inItsTab.get("token").asString()).hasSizeGreaterThan(LARGE.length() / 2);
    JsonNode inTheStore = tabOfAnother(server, "large").joinNew("large");
    assertThat(inTheStore.get("token").asString()).hasSizeLessThan(1024);
  }

  @Test
  void whatOneAddressHasAFenceRememberLeavesRoomForAnother() {
    MemoryFence fence =
        new MemoryFence(
            FENCE_INSTANCES, MemoryFence.DEFAULT_MEMORY, Duration.ZERO, System::nanoTime);
    TestServer server =
        server(builder -> builder.fence(fence).times(times -> times.withLinger(Duration.ZERO)))
            .mount("counter", new Counter());
    keepAndLeave(server);
    // A quarter of what tabs rely on, and a quarter of all of which nobody knows that.
    StashingTest.await(() -> fence.instances() <= FENCE_INSTANCES * 3 / 16 + FENCE_INSTANCES / 4);
    JsonNode older;
    try (TestTab another = tabOfAnother(server, "counter")) {
      older = another.joinNew("counter");
      another.sendAndKeep(event(1, "add", new Counter.Add(1)));
      another.send(TestTab.frame("ping")).last("pong");
    }
    keepAndLeave(server);

    JsonNode joined =
        tabOfAnother(server, "counter").send(sure("counter", 2, older)).expect("joined");
    assertThat(joined.path("reason").asString("none")).isEqualTo("stale");
  }

  /** As many as the fence has room for. */
  private void keepAndLeave(TestServer server) {
    for (int n = 0; n < FENCE_INSTANCES; n++) {
      try (TestTab tab = tab(server, "counter")) {
        tab.joinNew("counter");
        tab.send(TestTab.frame("ping")).last("pong");
      }
    }
    StashingTest.await(() -> server.instances() == 0);
  }
}
