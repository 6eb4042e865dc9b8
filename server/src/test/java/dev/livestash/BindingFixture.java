package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.fence.Fence;
import dev.livestash.fence.MemoryFence;
import dev.livestash.fence.PlainFence;
import dev.livestash.fence.StoreUnavailableException;
import dev.livestash.report.RejectReason;
import dev.livestash.settings.Admission;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Servers whose users say who they are, by their query, and what their tabs bring back. */
abstract class BindingFixture {
  static final int REVOKED = 4005;

  @TempDir Path folder;
  volatile Instant now = TestClock.START;
  final Fence shared =
      new MemoryFence(1000, MemoryFence.DEFAULT_MEMORY, Duration.ofMinutes(1), System::nanoTime);

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** The user is the query; "guest" is nobody in particular. */
  TestServer server(UnaryOperator<LiveStashBuilder> configure) {
    return TestServer.in(
            folder,
            builder ->
                configure.apply(
                    builder
                        .clock(new TestClock(() -> now))
                        .times(times -> times.withRevocationInterval(Duration.ofMillis(20)))
                        .admit(exchange -> user(exchange.getQueryString()))))
        .mount("counter", new Counter());
  }

  static Admission user(String query) {
    return switch (query) {
      case "guest" -> Admission.anonymous();
      default -> Admission.as(query);
    };
  }

  TestServer server() {
    return server(builder -> builder.fence(shared));
  }

  static TestTab tab(TestServer server, String user) {
    return new TestTab(server.uri("counter?" + user));
  }

  static JsonNode held(TestTab tab) {
    tab.joinNew("counter");
    return tab.sendAndKeep(event(1, "add", new Counter.Add(5)));
  }

  static JsonNode held(TestServer server, String user) {
    try (TestTab tab = tab(server, user)) {
      return held(tab);
    }
  }

  static JsonNode back(TestServer server, String user, JsonNode keep) {
    try (TestTab tab = tab(server, user)) {
      return tab.send(join("counter", 9, keep)).expect("joined");
    }
  }

  static void isRefused(TestServer server, String user, JsonNode keep) {
    JsonNode joined = back(server, user, keep);
    assertThat(outcome(joined)).isEqualTo("new");
    assertThat(joined.get("reason").asString()).isEqualTo("rejected");
    assertThat(server.rejections).last().isEqualTo(RejectReason.REVOKED);
  }

  static void done(CompletionStage<Void> asked) {
    asked.toCompletableFuture().join();
  }

  /** Owns and keeps, and has no answer about notes. */
  record MuteFence(Fence fence) implements PlainFence {
    @Override
    public CompletionStage<Void> note(String name, String text) {
      return CompletableFuture.failedFuture(down());
    }

    @Override
    public CompletionStage<Map<String, String>> notes(Set<String> names) {
      return CompletableFuture.failedFuture(down());
    }

    private static StoreUnavailableException down() {
      return new StoreUnavailableException("down, in a test", null);
    }
  }
}
